import Glibc
import Logging
import Postgres
import Synchronization

/// A database of its own for one test.
enum Scratch {
    /// The server that the tests use.
    static var server: PostgresConfiguration {
        let url = getenv("MINQING_TEST_POSTGRES").map { String(cString: $0) }
        guard var server = PostgresConfiguration(url: url ?? "postgresql://postgres@127.0.0.1/postgres") else {
            preconditionFailure("MINQING_TEST_POSTGRES is no URL")
        }
        // The machine may be busy with other suites.
        server.connectTimeout = .seconds(60)
        server.statementTimeout = .seconds(120)
        return server
    }

    static let logger = Logger(label: "postgres.tests") { _ in SwiftLogNoOpLogHandler() }

    /// Creates a database, lends its address to the closure and drops it, whatever the closure does.
    static func withDatabase<Result>(
        _ script: String = "", _ body: (PostgresConfiguration) async throws -> Result
    ) async throws -> Result {
        let name = "pgt_\(UInt64.random(in: 0 ... .max))"
        let server = server
        try await PostgresConnection.withConnection(server) { try await $0.script("CREATE DATABASE \(name)") }
        var own = server
        own.database = name
        do {
            if !script.isEmpty {
                try await PostgresConnection.withConnection(own) { try await $0.script(script) }
            }
            let result = try await body(own)
            try await drop(name)
            return result
        } catch {
            try await drop(name)
            throw error
        }
    }

    /// The same with a running pool.
    static func withPool<Result: Sendable>(
        _ script: String = "", size: Int = 4, _ body: (PostgresPool) async throws -> Result
    ) async throws -> Result {
        try await withDatabase(script) { configuration in
            try await PostgresPool.withPool(
                configuration: configuration, size: size, leaseTimeout: .seconds(120), logger: logger, body)
        }
    }

    private static func drop(_ name: String) async throws {
        try await PostgresConnection.withConnection(server) {
            try await $0.script("DROP DATABASE \(name) WITH (FORCE)")
        }
    }

    /// Ends a session's server process, as an administrator or a crash would.
    static func kill(_ process: Int32) async throws {
        try await PostgresConnection.withConnection(server) {
            _ = try await $0.query("select pg_terminate_backend(\(process))")
        }
    }
}

/// Waits until a condition holds, and fails when it does not in time.
func eventually(within limit: Duration = .seconds(60), _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw NeverHappened()
}

struct NeverHappened: Error {}

/// The error that a closure throws, as this library's own.
func postgresError(_ body: () async throws -> Void) async -> PostgresError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}

/// A value that concurrent closures write down.
final class Noted<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) {
        state = Mutex(value)
    }

    var value: Value { state.withLock { $0 } }

    func update(_ change: @Sendable (inout Value) -> Void) {
        state.withLock { change(&$0) }
    }
}
