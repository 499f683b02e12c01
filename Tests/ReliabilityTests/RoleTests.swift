import Postgres
import ServiceLifecycle
import TestSupport
import Testing

@testable import Reliability

/// What the migrator sets up keeps a service's role within its bounds.
@Suite("Roles and rights", .serialized)
struct RoleTests {
    // MARK: Functions with the owner's rights

    /// A view that is named like a table of the schema and runs a function of the service's own.
    private static let shadow = """
        CREATE FUNCTION pg_temp.take() RETURNS timestamptz LANGUAGE plpgsql AS $$
            BEGIN EXECUTE 'CREATE TABLE probe.stolen ()'; RETURN now(); END $$;
        CREATE TEMPORARY VIEW journal_default AS SELECT pg_temp.take() AS created_at;
        GRANT SELECT ON journal_default TO PUBLIC;
        """

    @Test("a service's role can make no temporary object")
    func noTemporaryObjects() async throws {
        try await TestDatabase.with(Probe.migrator) { service, _ in
            try await PostgresConnection.withConnection(service) { connection in
                let error = await #expect(throws: PostgresError.self) { try await connection.script(Self.shadow) }
                #expect(error?.sqlState == SQLState.insufficientPrivilege)
            }
        }
    }

    @Test("upkeep does not take a temporary view of its caller for a table, even where the caller can make one")
    func shadowedTable() async throws {
        try await TestDatabase.with(Probe.migrator) { service, administrator in
            try await PostgresConnection.withConnection(administrator) {
                try await $0.script("GRANT TEMPORARY ON DATABASE \(administrator.database) TO probe")
            }
            try await PostgresConnection.withConnection(service) { connection in
                try await connection.script(Self.shadow)
                _ = try await connection.query("SELECT maintain_message_partitions(60, 30, 120)")
                try await #expect(
                    connection.query("SELECT to_regclass('probe.stolen') IS NULL").only(Bool.self))
            }
        }
    }

    @Test("whatever is asked for in whatever time zone, today's and the two days before stay")
    func keptDays() async throws {
        try await TestDatabase.with(Probe.migrator) { service, administrator in
            try await PostgresConnection.withConnection(administrator) { connection in
                try await connection.script("SET timezone = 'UTC'; SET ROLE probe_owner")
                for days in 1...4 {
                    try await connection.script(
                        """
                        DO $$ BEGIN EXECUTE format(
                            'CREATE TABLE probe.%I PARTITION OF probe.inbox FOR VALUES FROM (%L) TO (%L)',
                            'inbox_' || to_char(current_date - \(days), 'YYYYMMDD'),
                            lpad('', 32, '\(days)')::uuid, (lpad('', 31, '\(days)') || 'f')::uuid); END $$
                        """)
                }
            }
            try await PostgresConnection.withConnection(service) { connection in
                try await connection.script("SET timezone = 'Etc/GMT-14'")
                _ = try await connection.query("SELECT maintain_message_partitions(-2, -2, -2)")
                let kept = try await connection.query(
                    """
                    SELECT days::int FROM generate_series(0, 4) days
                    WHERE to_regclass('inbox_' || to_char((now() AT TIME ZONE 'UTC')::date - days, 'YYYYMMDD'))
                          IS NOT NULL
                    ORDER BY days
                    """
                ).map { try $0.decode(Int32.self, at: 0) }
                #expect(kept == [0, 1, 2])
            }
        }
    }

    @Test("nobody but the service's role may connect or call the upkeep, and it may not make temporary tables")
    func grants() async throws {
        try await TestDatabase.with(Probe.migrator) { service, _ in
            try await PostgresConnection.withConnection(service) { connection in
                let rights = try await connection.query(
                    """
                    SELECT has_database_privilege('public', current_database(), 'CONNECT'),
                           has_database_privilege('public', current_database(), 'TEMPORARY'),
                           has_function_privilege('public', 'maintain_message_partitions(int, int, int)', 'EXECUTE'),
                           has_database_privilege(current_user, current_database(), 'CONNECT'),
                           has_database_privilege(current_user, current_database(), 'TEMPORARY'),
                           has_function_privilege('maintain_message_partitions(int, int, int)', 'EXECUTE')
                    """)[0]
                for (column, isGranted) in [false, false, false, true, false, true].enumerated() {
                    try #expect(rights.decode(Bool.self, at: column) == isGranted, "column \(column)")
                }
            }
        }
    }

    // MARK: Password and limits

    @Test("the role logs in with a password that no statement held, within the limits that it was given")
    func passwordAndLimits() async throws {
        let schema = "roles_\(UInt64.random(in: 0 ... .max))"
        let password = "it's \(UInt64.random(in: 0 ... .max)) 密"
        let migrator = Migrator(schema: schema, steps: [])
        try await TestDatabase.with(Probe.migrator) { _, administrator in
            try await PostgresConnection.withConnection(administrator) { connection in
                let verifier = try await connection.passwordVerifier(of: password, role: schema)
                let script = migrator.roles(verifier: verifier, limits: .service)
                #expect(verifier.hasPrefix("SCRAM-SHA-256$"))
                #expect(script.contains(verifier))
                #expect(!script.contains("it's"))

                _ = try await migrator.run(on: connection, servicePassword: password)
                var service = administrator
                service.user = schema
                service.password = password
                service.statementTimeout = nil
                service.idleInTransactionTimeout = nil
                try await PostgresConnection.withConnection(service) { connection in
                    let settings = try await connection.query(
                        """
                        SELECT current_setting('statement_timeout'), rolconnlimit,
                               current_setting('idle_in_transaction_session_timeout')
                        FROM pg_roles WHERE rolname = current_user
                        """)[0]
                    try #expect(settings.decode(String.self, at: 0) == "1min")
                    try #expect(settings.decode(Int32.self, at: 1) == 60)
                    try #expect(settings.decode(String.self, at: 2) == "1min")
                }
                service.password = "wrong"
                await #expect(throws: PostgresError.self) {
                    try await PostgresConnection.withConnection(service) { _ in }
                }
                try await connection.script(
                    """
                    DROP SCHEMA \(schema) CASCADE; DROP OWNED BY \(schema), \(schema)_owner;
                    DROP ROLE \(schema), \(schema)_owner;
                    """)
            }
        }
    }

    // MARK: The role of a service

    @Test("a service's role passes; a superuser, one that bypasses row-level security and the owner's member do not")
    func roleCheck() async throws {
        let name = "roles_\(UInt64.random(in: 0 ... .max))"
        try await TestDatabase.with(Probe.migrator) { service, administrator in
            func fault(of configuration: PostgresConfiguration) async throws -> RoleFault? {
                try await PostgresPool.withPool(
                    configuration: configuration, size: 1, leaseTimeout: patience, logger: Probe.logger
                ) { try await RoleCheck.fault(in: $0, schema: "probe") }
            }
            try await #expect(fault(of: service) == nil)
            try await #expect(fault(of: administrator) == .superuser(administrator.user))
            try await PostgresConnection.withConnection(administrator) { connection in
                try await connection.script(
                    """
                    CREATE ROLE \(name)_a LOGIN BYPASSRLS PASSWORD '\(name)';
                    CREATE ROLE \(name)_b LOGIN NOINHERIT PASSWORD '\(name)' IN ROLE probe_owner;
                    GRANT CONNECT ON DATABASE \(administrator.database) TO \(name)_a, \(name)_b;
                    """)
                var other = administrator
                other.password = name
                other.user = "\(name)_a"
                try await #expect(fault(of: other) == .bypassesRowSecurity("\(name)_a"))
                other.user = "\(name)_b"
                try await #expect(fault(of: other) == .owner("\(name)_b", schema: "probe"))
                try await connection.script(
                    "DROP OWNED BY \(name)_a, \(name)_b; DROP ROLE \(name)_a, \(name)_b")
            }
        }
    }

    @Test("the check ends its service when the role is a superuser's, and waits for the end when all is well")
    func roleCheckEnds() async throws {
        try await TestDatabase.with(Probe.migrator) { service, administrator in
            let fault = try await PostgresPool.withPool(
                configuration: administrator, size: 1, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                await #expect(throws: RoleFault.self) {
                    try await RoleCheck(pool: pool, schema: "probe", logger: Probe.logger).run()
                }
            }
            #expect(fault == .superuser(administrator.user))
            try await PostgresPool.withPool(
                configuration: service, size: 1, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                let check = Task { try await RoleCheck(pool: pool, schema: "probe", logger: Probe.logger).run() }
                try await eventually { pool.usage.leased == 0 }
                check.cancel()
                let result = await check.result
                #expect(throws: CancellationError.self) { try result.get() }
            }
        }
    }
}
