import Kernel
public import Postgres

/// Why a schema could not be brought up to date.
public enum MigrationFault: Error, Sendable, Hashable {
    /// A step's text is not what ran: migrations are append-only.
    case changed(name: String)
    /// The database has steps that this program does not know: the program is older than the schema.
    case unknown(names: [String])
}

/// Creates a context's schema and roles, and runs the steps that have not run.
public struct Migrator: Sendable {
    /// The schema's and the service role's name, such as `intake`.
    public let schema: String
    /// The steps, in the order of running.
    public let steps: [Migration]

    /// Makes the migrator of one schema; the steps of the guarantees come first.
    public init(schema: String, steps: [Migration]) {
        self.schema = schema
        self.steps = ReliabilityMigrations.all + steps
    }

    /// Runs what has not run, under a lock, each step in a transaction of its own.
    ///
    /// - Parameters:
    ///   - connection: of a role that may create roles and schemas.
    ///   - servicePassword: the password that the service's role gets.
    ///   - limits: what the service's role may take from the server.
    /// - Returns: the names of the steps that ran now.
    public func run(
        on connection: PostgresConnection, servicePassword: String, limits: RoleLimits = .service
    ) async throws -> [String] {
        let lock = AdvisoryLock.migration.numbers(of: "'minqing.migrations'")
        try await connection.query("SELECT pg_advisory_lock(\(lock))")
        do {
            let names = try await migrate(connection, servicePassword: servicePassword, limits: limits)
            try await connection.query("SELECT pg_advisory_unlock(\(lock))")
            return names
        } catch {
            try? await connection.script("ROLLBACK")
            _ = try? await connection.query("SELECT pg_advisory_unlock(\(lock))")
            throw error
        }
    }

    private func migrate(
        _ connection: PostgresConnection, servicePassword: String, limits: RoleLimits
    ) async throws -> [String] {
        let verifier = try await connection.passwordVerifier(of: servicePassword, role: schema)
        try await connection.script(roles(verifier: verifier, limits: limits))
        try await connection.script(databaseRights)
        let ran = try await connection.query(
            "SELECT name, checksum FROM \(unescaped: schema).schema_migrations ORDER BY at, name"
        ).map { row in
            (name: try row.decode(String.self, at: 0), checksum: try row.decode(Int64.self, at: 1))
        }
        let strangers = ran.map(\.name).filter { name in !steps.contains { $0.name == name } }
        guard strangers.isEmpty else { throw MigrationFault.unknown(names: strangers) }
        var names: [String] = []
        for step in steps {
            if let past = ran.first(where: { $0.name == step.name }) {
                guard past.checksum == step.checksum else { throw MigrationFault.changed(name: step.name) }
                continue
            }
            try await connection.script(
                """
                BEGIN;
                SET LOCAL ROLE \(schema)_owner;
                SET LOCAL search_path = \(schema);
                \(step.sql(for: schema))
                ;INSERT INTO schema_migrations (name, checksum) VALUES ('\(step.name)', \(step.checksum));
                COMMIT;
                """)
            names.append(step.name)
        }
        return names
    }

    /// Who may use the database that the connection is in: the service's role may connect, and nobody else may anything.
    ///
    /// A temporary table stands in for a real one wherever a path of search lets it, so nobody makes any. A database
    /// that is copied from a template has none of the template's rights.
    public var databaseRights: String {
        """
        DO $rights$ BEGIN
            EXECUTE format('REVOKE TEMPORARY, CONNECT ON DATABASE %I FROM PUBLIC', current_database());
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO \(schema), %I', current_database(), current_user);
        END $rights$;
        """
    }

    /// Two roles for each schema: the owner, which nobody logs in as, and the service's, which owns nothing.
    func roles(verifier: String, limits: RoleLimits) -> String {
        """
        DO $roles$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(schema)_owner') THEN
                CREATE ROLE \(schema)_owner NOLOGIN;
            END IF;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(schema)') THEN
                CREATE ROLE \(schema) LOGIN;
            END IF;
        END $roles$;
        ALTER ROLE \(schema) PASSWORD '\(verifier)' CONNECTION LIMIT \(limits.connections);
        ALTER ROLE \(schema) SET statement_timeout = \(limits.statementTimeout.wholeMilliseconds);
        ALTER ROLE \(schema)
            SET idle_in_transaction_session_timeout = \(limits.idleInTransactionTimeout.wholeMilliseconds);
        ALTER ROLE \(schema) SET search_path = \(schema);
        CREATE SCHEMA IF NOT EXISTS \(schema) AUTHORIZATION \(schema)_owner;
        GRANT USAGE ON SCHEMA \(schema) TO \(schema);
        ALTER DEFAULT PRIVILEGES FOR ROLE \(schema)_owner IN SCHEMA \(schema)
            GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO \(schema);
        ALTER DEFAULT PRIVILEGES FOR ROLE \(schema)_owner IN SCHEMA \(schema)
            GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO \(schema);
        CREATE TABLE IF NOT EXISTS \(schema).schema_migrations (
            name text PRIMARY KEY, checksum bigint NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
        ALTER TABLE \(schema).schema_migrations OWNER TO \(schema)_owner;
        """
    }
}
