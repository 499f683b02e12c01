import Kernel
import Postgres
import Testing

@Suite("COPY")
struct CopyTests {
    static let schema = "create table t (id int8, name text, at timestamptz, code bytea)"

    @Test("100,000 rows are copied in and out in binary")
    func large() async throws {
        try await Scratch.withPool(Self.schema, size: 1) { pool in
            try await pool.withConnection { connection in
                let count = try await connection.copyIn("t (id, name, at, code)", rows: 0..<100_000) { number, row in
                    row.append(Int64(number))
                    row.append(number % 10 == 0 ? nil : "居民 \(number)")
                    row.append(Timestamp(microseconds: Int64(number)))
                    row.append([UInt8](repeating: 7, count: number % 5))
                }
                #expect(count == 100_000)
                let check = try await connection.query(
                    "select count(*), count(name), sum(id), sum(length(code)) from t")[0]
                #expect(
                    try check.decode(Int.self, Int.self, Int.self, Int.self) == (
                        100_000, 90_000, 4_999_950_000, 200_000
                    ))
                var lines = 0
                let copied = try await connection.copyOut("copy (select id from t order by id) to stdout") { chunk in
                    lines += chunk.count { $0 == 10 }
                }
                #expect(copied == 100_000)
                #expect(lines == 100_000)
                try await #expect(connection.query("select 1").only(Int.self) == 1)
            }
        }
    }

    @Test("ready-made text is copied in as it comes")
    func text() async throws {
        try await Scratch.withPool("create table t (id int8, name text)", size: 1) { pool in
            let (chunks, feed) = AsyncStream<[UInt8]>.makeStream()
            feed.yield([UInt8]("1,张\n2".utf8))
            feed.yield([UInt8](",\"a,b\"\n".utf8))
            feed.finish()
            let names = try await pool.withConnection { connection in
                try await #expect(connection.copyIn(statement: "copy t from stdin csv", chunks: chunks) == 2)
                return try await connection.query("select array_agg(name order by id) from t").only([String].self)
            }
            #expect(names == ["张", "a,b"])
        }
    }

    @Test("a bad row, a failing feeder and a syntax error each copy nothing and leave the connection in step")
    func failures() async throws {
        struct Failing: Error {}
        try await Scratch.withPool("create table t (id int8 primary key)", size: 1) { pool in
            try await pool.withConnection { connection in
                let twice = await postgresError {
                    _ = try await connection.copyIn("t (id)", rows: [1, 1]) { $1.append($0) }
                }
                #expect(twice?.sqlState == SQLState.uniqueViolation)
                await #expect(throws: Failing.self) {
                    _ = try await connection.copyIn("t (id)", rows: [1, 2]) { number, row in
                        row.append(number)
                        if number == 2 { throw Failing() }
                    }
                }
                let syntax = await postgresError {
                    _ = try await connection.copyIn("no_such_table (id)", rows: [1]) { $1.append($0) }
                }
                #expect(syntax?.sqlState == SQLState.undefinedTable)
                let wide = await postgresError {
                    _ = try await connection.copyIn("t (id)", rows: [1]) { $1.append(Int32($0)) }
                }
                #expect(wide?.code == .server)
                try await #expect(connection.query("select count(*) from t").only(Int.self) == 0)
            }
        }
    }

    @Test("a COPY OUT that its reader leaves is ended, and the connection goes on")
    func abandoned() async throws {
        struct Enough: Error {}
        try await Scratch.withPool(size: 1) { pool in
            let process = try await pool.query("select pg_backend_pid()").only(Int32.self)
            await #expect(throws: Enough.self) {
                try await pool.withConnection { connection in
                    _ = try await connection.copyOut("copy (select generate_series(1, 50000000)) to stdout") { _ in
                        throw Enough()
                    }
                }
            }
            try await #expect(pool.query("select pg_backend_pid()").only(Int32.self) == process)
        }
    }

    @Test("a cancelled COPY in either direction ends, and the connection goes on")
    func cancelled() async throws {
        try await Scratch.withPool("create table t (id int8)", size: 1) { pool in
            let process = try await pool.query("select pg_backend_pid()").only(Int32.self)
            let incoming = Task {
                try await pool.withConnection { connection in
                    try await connection.copyIn("t (id)", rows: 0...) { $1.append($0) }
                }
            }
            try await Scratch.waitUntilRunning(process, "COPY t")
            incoming.cancel()
            let inResult = await incoming.result
            let inError = #expect(throws: PostgresError.self) { try inResult.get() }
            #expect(inError?.code == .cancelled)
            let outgoing = Task {
                try await pool.withConnection { connection in
                    try await connection.copyOut("copy (select pg_sleep(600)) to stdout") { _ in }
                }
            }
            try await Scratch.waitUntilRunning(process, "pg_sleep")
            outgoing.cancel()
            let outResult = await outgoing.result
            let outError = #expect(throws: PostgresError.self) { try outResult.get() }
            #expect(outError?.code == .cancelled)
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
            try await #expect(pool.query("select pg_backend_pid()").only(Int32.self) == process)
        }
    }

    @Test("COPY in a transaction is undone with it")
    func inTransaction() async throws {
        struct Refused: Error {}
        try await Scratch.withPool("create table t (id int8)", size: 1) { pool in
            await #expect(throws: Refused.self) {
                try await pool.withTransaction { transaction in
                    try await #expect(transaction.copyIn("t (id)", rows: 0..<10) { $1.append($0) } == 10)
                    try await #expect(transaction.query("select count(*) from t").only(Int.self) == 10)
                    throw Refused()
                }
            }
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
            try await pool.withTransaction { _ = try await $0.copyIn("t (id)", rows: 0..<3) { $1.append($0) } }
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 3)
        }
    }
}
