import AMQP
import Glibc
import Logging
import Postgres

/// The servers and folders of a run, from the environment that `deploy/ci/bench` makes.
struct Ground: Sendable {
    /// The checkout.
    let root: String
    /// The state folder of the suite that is measured; its servers are up.
    let state: String
    /// The C programs.
    let floors: String
    /// The folder with `intake`, `minqing` and the others.
    let programs: String
    let postgres: PostgresConfiguration
    private(set) var broker: AMQPConfiguration
    let logger: Logger

    /// Where the SQL scripts and the script of the HTTP client lie.
    var scripts: String { "\(root)/Tests/Benchmarks/Floors" }
    var output: String { "\(root)/.minqing/bench.json" }

    init() throws {
        func required(_ name: String) throws -> String {
            guard let value = Self.variable(name) else {
                throw BenchmarkFault("\(name) is not set; run deploy/ci/bench")
            }
            return value
        }
        func port(_ name: String) throws -> Int {
            guard let number = Int(try required(name)) else { throw BenchmarkFault("\(name) is not a number") }
            return number
        }
        root = try required("MINQING_HOME")
        state = try required("MINQING_STATE")
        floors = try required("MINQING_BENCH_FLOORS")
        programs = try required("MINQING_BENCH_PROGRAMS")
        postgres = PostgresConfiguration(
            host: try required("MINQING_POSTGRES_HOST"), port: try port("MINQING_POSTGRES_PORT"),
            database: "postgres", user: try required("MINQING_POSTGRES_USER"),
            password: try required("MINQING_POSTGRES_PASSWORD"), applicationName: "benchmarks")
        broker = AMQPConfiguration(
            host: try required("MINQING_AMQP_HOST"), port: try port("MINQING_AMQP_PORT"), virtualHost: "bench",
            user: try required("MINQING_AMQP_USER"), password: try required("MINQING_AMQP_PASSWORD"),
            connectionName: "benchmarks")
        var logger = Logger(label: "benchmarks") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        self.logger = logger
    }

    /// A database of the servers, as the administrator or as a service's role.
    func database(_ name: String, user: String? = nil, password: String? = nil) -> PostgresConfiguration {
        PostgresConfiguration(
            host: postgres.host, port: Int(postgres.ports) ?? 5432, database: name, user: user ?? postgres.user,
            password: password ?? postgres.password, applicationName: "benchmarks")
    }

    /// The same with another broker, where the same user has the same password.
    func through(port: Int, virtualHost: String) -> Ground {
        var ground = self
        ground.broker.port = port
        ground.broker.virtualHost = virtualHost
        return ground
    }

    /// The first five arguments of the C programs.
    var brokerArguments: [String] {
        [broker.host, "\(broker.port)", broker.virtualHost, broker.user, broker.password]
    }

    static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

extension Duration {
    /// Units: seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
