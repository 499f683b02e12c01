import AssessmentStorage
import DispatchStorage
import IntakeStorage
import Logging
import Postgres
import RegistryStorage
import Reliability

/// Creates the database and brings each context's schema up to date.
struct DatabaseSetup: Sendable {
    static let migrators = [
        Migrator(schema: "intake", steps: IntakeMigrations.all),
        Migrator(schema: "dispatch", steps: DispatchMigrations.all),
        Migrator(schema: "registry", steps: RegistryMigrations.all),
        Migrator(schema: "assessment", steps: AssessmentMigrations.all),
    ]

    /// Runs what has not run; returns `schema: step` for each step that ran now.
    static func run(
        environment: EnvironmentFile, database: String, keys: Keys, logger: Logger
    ) async throws -> [String] {
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
            var ran: [String] = []
            for migrator in migrators {
                let password = try keys.password(of: migrator.schema)
                let steps = try await pool.withConnection { connection in
                    try await migrator.run(on: connection, servicePassword: password)
                }
                ran += steps.map { "\(migrator.schema): \($0)" }
            }
            return ran
        }
    }
}

/// A pool for a piece of work, stopped at its end.
enum AdministratorPool {
    static func with<Result: Sendable>(
        _ configuration: PostgresConfiguration, size: Int = 2, logger: Logger,
        _ body: @Sendable (PostgresPool) async throws -> Result
    ) async throws -> Result {
        let pool = PostgresPool(configuration: configuration, size: size, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            defer { group.cancelAll() }
            return try await body(pool)
        }
    }
}
