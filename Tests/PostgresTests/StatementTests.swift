import Kernel
import Postgres
import Testing

@Suite("Statements")
struct StatementTests {
    @Test("a query returns its rows, columns and count")
    func rows() async throws {
        try await Scratch.withPool { pool in
            let rows = try await pool.query("select n, n * 2 as double from generate_series(1, \(3 as Int)) n")
            #expect(rows.count == 3)
            #expect(rows.columns == ["n", "double"])
            try #expect(rows.map { try $0.decode(Int.self, at: "double") } == [2, 4, 6])
            let pair = try rows[2].decode(Int64.self, Int?.self)
            #expect(pair == (3, 6))
        }
    }

    @Test("a value never becomes part of the statement")
    func injection() async throws {
        try await Scratch.withPool("create table t (v text)") { pool in
            let hostile = "'); drop table t; --"
            try await #expect(pool.query("insert into t values (\(hostile))").affected == 1)
            try await #expect(pool.query("select v from t").only(String.self) == hostile)
        }
    }

    @Test("execute counts the rows that were touched")
    func affected() async throws {
        try await Scratch.withPool("create table t (v int8)") { pool in
            try await pool.withConnection { connection in
                try await #expect(connection.execute("insert into t select generate_series(1, 7)") == 7)
                try await #expect(connection.execute("update t set v = 0 where v > \(2)") == 5)
                try await #expect(connection.execute("delete from t") == 7)
            }
        }
    }

    @Test("an array reaches unnest, empty or with NULLs")
    func unnest() async throws {
        try await Scratch.withPool { pool in
            let ids: [Int64] = [1, 2, 3]
            let names: [String?] = ["a", nil, "c"]
            let rows = try await pool.query("select * from unnest(\(ids), \(names)) as t(id, name) order by id")
            try #expect(rows.map { try $0.decode(String?.self, at: 1) } == ["a", nil, "c"])
            try await #expect(pool.query("select * from unnest(\([Int64]()))").isEmpty)
        }
    }

    @Test("a batch takes effect as a whole, and returns the rows of each statement")
    func pipeline() async throws {
        try await Scratch.withPool("create table t (v int8 primary key)") { pool in
            try await pool.withConnection { connection in
                let rows = try await connection.pipeline([
                    "insert into t values (\(1))", "insert into t values (\(2))", "select count(*) from t",
                ])
                #expect(rows.map(\.affected) == [1, 1, 1])
                try #expect(rows[2].only(Int.self) == 2)
            }
        }
    }

    @Test("an error in the middle of a batch undoes the batch, names its statement and leaves the connection in step")
    func pipelineError() async throws {
        try await Scratch.withPool("create table t (v int8 primary key)", size: 1) { pool in
            try await pool.withConnection { connection in
                let error = await postgresError {
                    _ = try await connection.pipeline([
                        "insert into t values (\(1))", "insert into t values (\(1))", "insert into t values (\(2))",
                    ])
                }
                #expect(error?.sqlState == SQLState.uniqueViolation)
                #expect(error?.constraint == "t_pkey")
                try await #expect(connection.query("select count(*) from t").only(Int.self) == 0)
                try await #expect(
                    connection.pipeline(["select 1", "select 2"]).map { try $0.only(Int.self) } == [1, 2])
            }
        }
    }

    @Test("a statement is prepared once for a connection, also within one batch")
    func preparedOnce() async throws {
        try await Scratch.withPool(size: 1) { pool in
            try await pool.withConnection { connection in
                for number in 0..<5 { _ = try await connection.query("select \(number) + 1") }
                _ = try await connection.pipeline(["select \(1) + 2", "select \(2) + 2", "select \(3) + 2"])
                let names = try await connection.query(
                    "select statement, count(*) from pg_prepared_statements where statement like 'select $1 + _' group by 1"
                )
                #expect(names.count == 2)
                try #expect(names.allSatisfy { try $0.decode(Int.self, at: 1) == 1 })
            }
        }
    }

    @Test("the least recently used statements are deallocated, also before a serializable transaction")
    func statementLimit() async throws {
        try await Scratch.withDatabase { configuration in
            var small = configuration
            small.statementCacheLimit = 4
            try await PostgresConnection.withConnection(small) { connection in
                for number in 0..<50 {
                    let options = TransactionOptions(isolation: .serializable)
                    try await connection.withTransaction(options) { transaction in
                        _ = try await transaction.query("select \(unescaped: "\(number)")::int8")
                    }
                }
                let kept = try await connection.query("select count(*) from pg_prepared_statements").only(Int.self)
                #expect(kept <= 6)
            }
        }
    }

    @Test("a statement whose table changed is forgotten, and works when tried again")
    func stalePlan() async throws {
        try await Scratch.withPool("create table t (v int8); insert into t values (1)", size: 1) { pool in
            _ = try await pool.query("select * from t")
            try await pool.withConnection { try await $0.script("alter table t add w int8") }
            let error = await postgresError { _ = try await pool.query("select * from t") }
            #expect(error?.sqlState == SQLState.featureNotSupported)
            #expect(error?.isRetriable == true)
            try await #expect(pool.query("select * from t").columns == ["v", "w"])
        }
    }

    @Test("a transaction with retries survives a table that changed")
    func stalePlanRetried() async throws {
        try await Scratch.withPool("create table t (v int8); insert into t values (1)", size: 1) { pool in
            _ = try await pool.query("select * from t")
            try await pool.withConnection { try await $0.script("alter table t add w int8") }
            let columns = try await pool.withTransaction(retries: 1) { try await $0.query("select * from t").columns }
            #expect(columns == ["v", "w"])
        }
    }

    @Test("a script runs many statements, and none of them after an error")
    func script() async throws {
        try await Scratch.withPool(size: 1) { pool in
            try await pool.withConnection { connection in
                try await connection.script("create table a (v int8); insert into a values (1); select * from a;")
                let error = await postgresError { try await connection.script("insert into a values (2); nonsense;") }
                #expect(error?.sqlState == "42601")
                try await #expect(connection.query("select count(*) from a").only(Int.self) == 1)
            }
        }
    }

    @Test("a script that asks for COPY data is refused and leaves the connection in step")
    func copyInScript() async throws {
        try await Scratch.withPool("create table a (v int8)", size: 1) { pool in
            try await pool.withConnection { connection in
                let error = await postgresError { try await connection.script("copy a from stdin; select 1;") }
                #expect(error?.code == .misuse)
                try await #expect(connection.query("select 1").only(Int.self) == 1)
            }
        }
    }

    @Test("more parameters than the protocol counts are refused before anything is sent")
    func tooManyParameters() async throws {
        try await Scratch.withPool(size: 1) { pool in
            var sql: SQL = "select 1 where 1 in ("
            for number in 0..<65_536 { sql += number == 0 ? "\(number)" : ", \(number)" }
            sql += ")"
            let error = await postgresError { [sql] in _ = try await pool.query(sql) }
            #expect(error?.code == .misuse)
            try await #expect(pool.query("select 1").only(Int.self) == 1)
        }
    }

    @Test("a large result and a large parameter pass while both directions are full")
    func largeBothWays() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let text = String(repeating: "诉求", count: 400_000)
            let rows = try await pool.withConnection { connection in
                try await connection.pipeline([SQL](repeating: "select \(text)", count: 8))
            }
            try #expect(rows.allSatisfy { try $0.only(String.self) == text })
        }
    }
}
