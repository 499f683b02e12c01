import AMQP
import Glibc
import Synchronization

/// A RabbitMQ node of a test's own, for everything destructive: alarms, restarts, settings.
public final class PrivateBroker: Sendable {
    /// The node as tests use it.
    public let broker: TestBroker
    private let folder: String
    private let environment: [String: String]
    private let node = Mutex<ChildProcess?>(nil)

    private init(settings: String) throws {
        var template = Array("/tmp/minqing-broker-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw NotInTime(description: "mkdtemp: \(errno)") }
        folder = String(cString: made)
        let ports = try (0..<4).map { _ in try FreePort.find() }
        environment = [
            "FOLDER": folder, "NODE": "minqing\(ports[0])@localhost", "EPMD": "\(ports[2])", "DIST": "\(ports[3])",
            "AMQP": "\(ports[0])", "API": "\(ports[1])", "SETTINGS": settings, "OWNER": "\(getpid())",
        ]
        broker = TestBroker(
            api: "http://127.0.0.1:\(ports[1])",
            configuration: AMQPConfiguration(port: ports[0], user: "admin", password: "minqing"))
    }

    /// Lends a running node and removes it afterwards.
    ///
    /// - Parameter settings: lines for `rabbitmq.conf`.
    public static func with<R>(settings: String = "", body: (PrivateBroker) async throws -> R) async throws -> R {
        let broker = try PrivateBroker(settings: settings)
        let result: R
        do {
            try await broker.start()
            result = try await body(broker)
        } catch {
            try await broker.remove()
            throw error
        }
        try await broker.remove()
        return result
    }

    /// Starts the node and waits until it takes connections.
    public func start() async throws {
        let child = try ChildProcess(
            script: PrivateBrokerScript.start, environment: environment, log: "\(folder)/start.log")
        node.withLock { $0 = child }
        try await eventually(within: patience * 2, "the broker's start, see \(folder)/start.log") {
            let answer = try? await broker.request("GET", "health/checks/port-listener/\(broker.configuration.port)")
            return answer?.0 == 200
        }
    }

    /// Ends the node in order, as an operator would.
    public func stop() async throws {
        try await end(SIGTERM)
    }

    /// Ends the node at once, as a power cut would.
    ///
    /// RabbitMQ writes down which quorum queues a node has minutes later or when it stops, and forgets a queue that is
    /// younger when it is killed: ``stop()`` and ``start()`` once before.
    public func kill() async throws {
        try await end(SIGKILL)
    }

    private func end(_ signal: Int32) async throws {
        let child = node.withLock { node in
            defer { node = nil }
            return node
        }
        guard let child else { return }
        child.signal(signal)
        _ = try await child.exit(within: patience)
    }

    /// Runs `rabbitmqctl` against the node.
    public func control(_ arguments: String) async throws {
        try await ChildProcess.run(
            PrivateBrokerScript.environment + "\"$BIN/rabbitmqctl\" -q -n $NODE \(arguments)", environment: environment,
            log: "\(folder)/control.log")
    }

    private func remove() async throws {
        try await kill()
        try await ChildProcess.run(
            PrivateBrokerScript.remove, environment: environment, log: "/dev/null")
    }
}
