import CoreMetrics
import Kernel
import Logging
import ServiceLifecycle
import Testing
import Wire

@testable import ServiceRuntime

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite("How a service starts and ends")
struct ServiceProcessTests {
    /// Sets what a service needs; called inside the child process of an exit test.
    private static func configure() {
        setenv("MINQING_POSTGRES_USER", "intake", 1)
        setenv("MINQING_AMQP_USER", "intake", 1)
        setenv("MINQING_AMQP_PASSWORD", "s3cret-broker", 1)
        setenv("MINQING_JWKS_FILE", "/etc/hostname", 1)
        setenv("MINQING_HTTP_PORT", "0", 1)
    }

    private static func lastLine(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test("a bad configuration ends it with 78 and one line that names the key")
    func badConfiguration() async throws {
        let result = await #expect(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
            setenv("MINQING_HTTP_PORT", "eighty", 1)
            await ServiceProcess.run(name: "intake") { _ in ServiceParts([]) }
        }
        let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(text.contains("intake: MINQING_HTTP_PORT: must be a whole number from 0 to 65535, not “eighty”"))
    }

    @Test("a server that does not answer ends it with 69, one that refuses us with 77, and our own fault with 70")
    func exitCodes() async throws {
        let unavailable = await #expect(processExitsWith: .exitCode(69), observing: [\.standardErrorContent]) {
            ServiceProcessTests.configure()
            await ServiceProcess.run(name: "intake") { _ in throw ServerFailure.unavailable("postgres does not answer")
            }
        }
        #expect(Self.lastLine(try #require(unavailable).standardErrorContent) == "intake: postgres does not answer")
        await #expect(processExitsWith: .exitCode(77)) {
            ServiceProcessTests.configure()
            await ServiceProcess.run(name: "intake") { _ in throw ServerFailure.refused("amqp refuses the user") }
        }
        await #expect(processExitsWith: .exitCode(70)) {
            ServiceProcessTests.configure()
            await ServiceProcess.run(name: "intake") { _ in throw CancellationError() }
        }
        await #expect(processExitsWith: .exitCode(70)) {
            ServiceProcessTests.configure()
            await ServiceProcess.run(name: "intake") { _ in ServiceParts([Failing()]) }
        }
    }

    @Test("SIGTERM ends it with 0 after its parts have ended in the reverse order, and readiness goes first")
    func graceful() async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            ServiceProcessTests.configure()
            await ServiceProcess.run(name: "intake") { _ in
                let readiness = Readiness([])
                return ServiceParts(
                    [
                        Part(name: "pool", readiness: readiness), Part(name: "server", readiness: readiness),
                        Terminator(),
                    ],
                    readiness: readiness)
            }
        }
        let lines = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
            .split(separator: "\n").filter { $0.hasPrefix("ended ") }
        #expect(lines == ["ended server draining=true", "ended pool draining=true"])
    }

    @Test("a crash leaves no core file with its secrets, but where that is asked for or in a test")
    func coreFiles() async throws {
        await #expect(processExitsWith: .success) {
            ServiceProcessTests.configure()
            await ServiceProcess.run(name: "intake") { _ in
                guard ProcessMemory.isClosed else { throw CancellationError() }
                return ServiceParts([Terminator()])
            }
        }
        await #expect(processExitsWith: .success) {
            ServiceProcessTests.configure()
            setenv("MINQING_CORE_FILES", "yes", 1)
            await ServiceProcess.run(name: "intake") { _ in
                guard !ProcessMemory.isClosed else { throw CancellationError() }
                return ServiceParts([Terminator()])
            }
        }
        await #expect(processExitsWith: .success) {
            ServiceProcessTests.configure()
            setenv("MINQING_ENVIRONMENT", "test", 1)
            await ServiceProcess.run(name: "intake") { _ in
                guard !ProcessMemory.isClosed else { throw CancellationError() }
                return ServiceParts([Terminator()])
            }
        }
    }

    @Test("what it logs is JSON with the service's name")
    func logs() async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            ServiceProcessTests.configure()
            await ServiceProcess.run(name: "intake") { process in
                process.metrics.makeCounter(label: "x", dimensions: []).increment(by: 1)
                return ServiceParts([Terminator()])
            }
        }
        let lines = String(decoding: try #require(result).standardErrorContent, as: UTF8.self).split(separator: "\n")
        let first = try WireObject(parsing: Array(try #require(lines.first { $0.contains("\"starting\"") }).utf8))
        #expect(try first.string("service") == "intake")
        #expect(try first.string("logger") == "minqing.intake")
    }

    private struct Failing: Service {
        struct Broken: Error {}
        func run() async throws { throw Broken() }
    }

    private struct Part: Service {
        let name: String
        let readiness: Readiness

        func run() async throws {
            try await gracefulShutdown()
            StandardError.writeLine("ended \(name) draining=\(readiness.isDraining)")
        }
    }

    /// Asks its own process to end, and waits for that.
    private struct Terminator: Service {
        func run() async throws {
            kill(getpid(), SIGTERM)
            try await gracefulShutdown()
        }
    }
}
