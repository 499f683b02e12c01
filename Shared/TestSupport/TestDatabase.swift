import Kernel
public import Postgres
public import Reliability

/// A database of its own for a test, copied from a template that holds a context's schema.
///
/// The template is made once for each set of migrations; roles belong to the whole server, so everything that touches
/// them happens under one lock.
public enum TestDatabase {
    /// The password of every service role on a test server.
    public static let rolePassword = "minqing-test"

    /// How many tests use the server at once: all at once, they would time one another out.
    private static let limit = ConcurrencyLimit(8)

    /// The administrator's way to the test server.
    ///
    /// - Throws: ``NotInTime`` where `MINQING_TEST_POSTGRES` is not set.
    public static func server() throws -> PostgresConfiguration {
        guard let url = Environment.value("MINQING_TEST_POSTGRES"), var server = PostgresConfiguration(url: url) else {
            throw NotInTime(description: "MINQING_TEST_POSTGRES does not name a server; `make test` sets it")
        }
        // Tests wait for what they are about, however busy the machine is.
        server.connectTimeout = patience
        server.statementTimeout = patience
        server.idleInTransactionTimeout = patience
        server.networkTimeout = patience
        server.cancellationGrace = patience
        return server
    }

    /// Lends a database with one context's schema, and drops it.
    ///
    /// - Parameter body: gets the service's way in, then the administrator's.
    public static func with<Result>(
        _ migrator: Migrator, _ body: (PostgresConfiguration, PostgresConfiguration) async throws -> Result
    ) async throws -> Result {
        let server = try server()
        return try await limit.withPermit { try await lend(migrator, on: server, body) }
    }

    private static func lend<Result>(
        _ migrator: Migrator, on server: PostgresConfiguration,
        _ body: (PostgresConfiguration, PostgresConfiguration) async throws -> Result
    ) async throws -> Result {
        let template = try await template(of: migrator, on: server)
        let name = "test_\(UInt64.random(in: 0 ... .max))"
        try await create(name, template: template, on: server)
        var administrator = server
        administrator.database = name
        var service = administrator
        service.user = migrator.schema
        service.password = rolePassword
        service.sessionSettings = ServiceSession.planning
        let result: Result
        do {
            try await PostgresConnection.withConnection(administrator) { try await $0.script(migrator.databaseRights) }
            result = try await body(service, administrator)
        } catch {
            try await drop(name, on: server)
            throw error
        }
        try await drop(name, on: server)
        return result
    }

    /// Makes an empty database, or a copy of another one.
    public static func create(
        _ name: String, template: String = "template1", on server: PostgresConfiguration
    ) async throws {
        try await PostgresConnection.withConnection(server) {
            try await insist("CREATE DATABASE \(name) TEMPLATE \(template)", on: $0)
        }
    }

    /// Removes a database, with all sessions that are still connected to it.
    public static func drop(_ name: String, on server: PostgresConfiguration) async throws {
        try await PostgresConnection.withConnection(server) {
            try await insist("DROP DATABASE \(name) WITH (FORCE)", on: $0)
        }
    }

    /// PostgreSQL waits five seconds for the sessions in a database, an autovacuum worker or a session that is ending, and
    /// then refuses with `object_in_use` (55006).
    private static func insist(_ statement: String, on connection: PostgresConnection) async throws {
        try await eventually("\(statement.prefix(16))…") {
            do {
                try await connection.script(statement)
                return true
            } catch let error as PostgresError where error.sqlState == "55006" {
                return false
            }
        }
    }

    /// The template's name; the first test that needs it makes it.
    private static func template(of migrator: Migrator, on server: PostgresConfiguration) async throws -> String {
        let mark = migrator.steps.reduce(UInt64(0)) { ($0 &* 31) ^ UInt64(bitPattern: $1.checksum) }
        let name = "template_\(migrator.schema)_\(String(mark, radix: 16))"
        try await PostgresConnection.withConnection(server) { connection in
            _ = try await connection.query("SELECT pg_advisory_lock(hashtext('minqing.test.templates'))")
            guard try await connection.query("SELECT 1 FROM pg_database WHERE datname = \(name)").isEmpty else {
                return
            }
            let draft = "\(name)_draft"
            try await insist("DROP DATABASE IF EXISTS \(draft)", on: connection)
            try await create(draft, on: server)
            var own = server
            own.database = draft
            try await PostgresConnection.withConnection(own) {
                _ = try await migrator.run(on: $0, servicePassword: rolePassword, limits: .none)
            }
            try await insist("ALTER DATABASE \(draft) RENAME TO \(name)", on: connection)
        }
        return name
    }
}
