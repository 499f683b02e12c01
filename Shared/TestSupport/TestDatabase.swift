public import Postgres
public import Reliability

/// A database of its own for a test, copied from a template that holds a context's schema.
///
/// The template is made once for each set of migrations; roles belong to the whole server, so everything that touches
/// them happens under one lock.
public enum TestDatabase {
    /// The password of every service role on a test server.
    public static let rolePassword = "minqing-test"

    /// The administrator's way to the test server.
    ///
    /// - Throws: ``NotInTime`` where `MINQING_TEST_POSTGRES` is not set.
    public static func server() throws -> PostgresConfiguration {
        guard let url = Environment.value("MINQING_TEST_POSTGRES"), let server = PostgresConfiguration(url: url) else {
            throw NotInTime(description: "MINQING_TEST_POSTGRES does not name a server; `make test` sets it")
        }
        return server
    }

    /// Lends a database with one context's schema, and drops it.
    ///
    /// - Parameter body: gets the service's way in, then the administrator's.
    public static func with<Result>(
        _ migrator: Migrator, _ body: (PostgresConfiguration, PostgresConfiguration) async throws -> Result
    ) async throws -> Result {
        let server = try server()
        await Turnstile.databases.enter()
        do {
            let result = try await lend(migrator, on: server, body)
            await Turnstile.databases.leave()
            return result
        } catch {
            await Turnstile.databases.leave()
            throw error
        }
    }

    private static func lend<Result>(
        _ migrator: Migrator, on server: PostgresConfiguration,
        _ body: (PostgresConfiguration, PostgresConfiguration) async throws -> Result
    ) async throws -> Result {
        let template = try await template(of: migrator, on: server)
        let name = "test_\(UInt64.random(in: 0 ... .max))"
        try await PostgresConnection.withConnection(server) {
            try await $0.script("CREATE DATABASE \(name) TEMPLATE \(template)")
        }
        var administrator = server
        administrator.database = name
        var service = administrator
        service.user = migrator.schema
        service.password = rolePassword
        service.sessionSettings = ServiceSession.planning
        let result: Result
        do {
            result = try await body(service, administrator)
        } catch {
            try await drop(name, on: server)
            throw error
        }
        try await drop(name, on: server)
        return result
    }

    private static func drop(_ name: String, on server: PostgresConfiguration) async throws {
        try await PostgresConnection.withConnection(server) {
            try await $0.script("DROP DATABASE \(name) WITH (FORCE)")
        }
    }

    /// The template's name; it is made by whoever comes first.
    private static func template(of migrator: Migrator, on server: PostgresConfiguration) async throws -> String {
        let mark = migrator.steps.reduce(UInt64(0)) { ($0 &* 31) ^ UInt64(bitPattern: $1.checksum) }
        let name = "template_\(migrator.schema)_\(String(mark, radix: 16))"
        try await PostgresConnection.withConnection(server) { connection in
            _ = try await connection.query("SELECT pg_advisory_lock(hashtext('minqing.test.templates'))")
            guard try await connection.query("SELECT 1 FROM pg_database WHERE datname = \(name)").isEmpty else {
                return
            }
            let draft = "\(name)_draft"
            try await connection.script("DROP DATABASE IF EXISTS \(draft)")
            try await connection.script("CREATE DATABASE \(draft)")
            var own = server
            own.database = draft
            try await PostgresConnection.withConnection(own) {
                _ = try await migrator.run(on: $0, servicePassword: rolePassword)
            }
            try await connection.script("ALTER DATABASE \(draft) RENAME TO \(name)")
        }
        return name
    }
}
