import AssessmentStorage
import City
import DispatchStorage
import IntakeStorage
public import Logging
public import Postgres
import RegistryStorage
public import Reliability

/// Creates the database and brings each context's schema up to date.
public struct DatabaseSetup: Sendable {
    public static let migrators = CityContext.allCases.map { context in
        switch context {
        case .registry: Migrator(schema: context.name, steps: RegistryMigrations.all)
        case .intake: Migrator(schema: context.name, steps: IntakeMigrations.all)
        case .dispatch: Migrator(schema: context.name, steps: DispatchMigrations.all)
        case .assessment: Migrator(schema: context.name, steps: AssessmentMigrations.all)
        }
    }

    /// A step of a schema.
    public struct Step: Sendable, CustomStringConvertible {
        public let schema: String
        public let name: String

        public var description: String { "\(schema): \(name)" }
    }

    let environment: EnvironmentFile
    let database: String
    let logger: Logger

    public init(environment: EnvironmentFile, database: String, logger: Logger) {
        self.environment = environment
        self.database = database
        self.logger = logger
    }

    /// Creates the database where there is none; returns whether nothing has been installed in it.
    public func create() async throws -> Bool {
        try await AdministratorPool.with(try environment.administrator(database: "postgres"), logger: logger) { pool in
            let known = try await pool.query("SELECT 1 FROM pg_database WHERE datname = \(database)")
            if known.isEmpty {
                try await pool.withConnection { connection in
                    try await connection.script("CREATE DATABASE \(database)")
                }
            }
        }
        return try await AdministratorPool.with(try environment.administrator(database: database), logger: logger) {
            pool in
            try await pool.query("SELECT to_regclass('intake.schema_migrations') IS NULL").only(Bool.self)
        }
    }

    /// Runs what has not run; returns the steps that ran now.
    public func migrate(keys: Keys) async throws -> [Step] {
        let server = try environment.administrator(database: database)
        return try await AdministratorPool.with(server, logger: logger) { pool in
            var ran: [Step] = []
            for migrator in Self.migrators {
                let password = try keys.password(of: migrator.schema)
                let names = try await pool.withConnection { connection in
                    try await migrator.run(on: connection, servicePassword: password)
                }
                ran += names.map { Step(schema: migrator.schema, name: $0) }
            }
            return ran
        }
    }
}

/// A pool for a piece of work, stopped at its end.
public enum AdministratorPool {
    public static func with<Result: Sendable>(
        _ configuration: PostgresConfiguration, size: Int = 2, logger: Logger,
        _ body: @Sendable (PostgresPool) async throws -> Result
    ) async throws -> Result {
        var configuration = configuration
        // The demo city's check reads whole ledgers: at millions of cases that takes minutes.
        configuration.statementTimeout = .seconds(600)
        return try await PostgresPool.withPool(configuration: configuration, size: size, logger: logger, body)
    }
}
