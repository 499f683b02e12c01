import Postgres
import Reliability
import TestSupport
import Testing

@Suite("The migrator")
struct MigratorTests {
    @Test("a step that fails leaves nothing behind, and the right to change schemas free")
    func failedStep() async throws {
        let schema = "steps_\(UInt64.random(in: 0 ... .max))"
        let step = Migration(name: "m0001_broken", sql: Array("CREATE TABLE {schema}.half (); SELECT 1 / 0".utf8))
        try await TestDatabase.with(Probe.migrator) { _, administrator in
            try await PostgresConnection.withConnection(administrator) { connection in
                let error = await #expect(throws: PostgresError.self) {
                    try await Migrator(schema: schema, steps: [step]).run(
                        on: connection, servicePassword: "secret", limits: .none)
                }
                #expect(error?.sqlState == "22012")
                let left = try await connection.query(
                    """
                    SELECT to_regclass(\(schema) || '.half') IS NULL,
                           (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
                    """)[0]
                try #expect(left.decode(Bool.self, at: 0))
                try #expect(left.decode(Int64.self, at: 1) == 0)
                try await connection.script(
                    """
                    DROP SCHEMA \(schema) CASCADE; DROP OWNED BY \(schema), \(schema)_owner;
                    DROP ROLE \(schema), \(schema)_owner;
                    """)
            }
        }
    }
}
