import Postgres
import TestSupport
import Testing

@Suite("Failures")
struct FailureTests {
    @Test("a backend killed in mid-transaction fails it as a connection error, and the pool replaces the connection")
    func killedBackend() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            let victim = Noted<Int32>(0)
            let error = await postgresError {
                try await pool.withTransaction { transaction in
                    let process = try await transaction.query("select pg_backend_pid()").only(Int32.self)
                    victim.update { $0 = process }
                    _ = try await transaction.query("insert into t values (1)")
                    try await Scratch.kill(process)
                    _ = try await transaction.query("insert into t values (2)")
                }
            }
            #expect(error?.code == .connection)
            #expect(error?.isRetriable == true)
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
            let successor = try await pool.query("select pg_backend_pid()").only(Int32.self)
            #expect(successor != victim.value)
        }
    }

    @Test("a backend killed while a statement runs says why")
    func killedStatement() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let process = try await pool.query("select pg_backend_pid()").only(Int32.self)
            async let error = postgresError { _ = try await pool.query("select pg_sleep(600)") }
            try await Scratch.waitUntilRunning(process, "pg_sleep")
            try await Scratch.kill(process)
            #expect(await error?.code == .connection)
            #expect(await error?.sqlState == SQLState.adminShutdown)
        }
    }

    @Test("a full disk is the server's trouble and not the work's")
    func diskFull() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let error = await postgresError {
                _ = try await pool.query("do $$ begin raise exception using errcode = 'disk_full'; end $$")
            }
            #expect(error?.sqlState == SQLState.diskFull)
            #expect(error?.isTransient == true)
            #expect(error?.isRetriable == true)
        }
    }

    @Test("an idle connection that is killed is replaced before anybody meets it")
    func killedIdle() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let process = try await pool.query("select pg_backend_pid()").only(Int32.self)
            try await Scratch.kill(process)
            try await eventually {
                let current = try? await pool.query("select pg_backend_pid()").only(Int32.self)
                return current != nil && current != process
            }
        }
    }

    @Test("a COMMIT whose answer is lost is unknown, and is not retriable")
    func commitUnknown() async throws {
        // The deferred trigger sleeps inside COMMIT, where the backend is killed.
        let schema = """
            create table t (v int8);
            create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(600); return null; end $$;
            create constraint trigger slow after insert on t deferrable initially deferred
                for each row execute function slow();
            """
        try await Scratch.withPool(schema, size: 1) { pool in
            for isPiggyback in [false, true] {
                let process = Noted<Int32>(0)
                async let error = postgresError {
                    try await pool.withTransaction(retries: 5) { transaction in
                        let current = try await transaction.query("select pg_backend_pid()").only(Int32.self)
                        process.update { $0 = current }
                        if isPiggyback {
                            _ = try await transaction.pipelineAndCommit(["insert into t values (1)"])
                        } else {
                            _ = try await transaction.query("insert into t values (1)")
                        }
                    }
                }
                try await eventually { process.value != 0 }
                try await Scratch.waitUntilRunning(process.value, "COMMIT")
                try await Scratch.kill(process.value)
                #expect(await error?.code == .commitUnknown)
                #expect(await error?.isRetriable == false)
            }
        }
    }

    @Test("a backend killed before the COMMIT of its batch is known not to have committed")
    func killedBeforeCommit() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            let process = Noted<Int32>(0)
            async let error = postgresError {
                try await pool.withTransaction { transaction in
                    let current = try await transaction.query("select pg_backend_pid()").only(Int32.self)
                    process.update { $0 = current }
                    _ = try await transaction.pipelineAndCommit(["select pg_sleep(600)", "insert into t values (1)"])
                }
            }
            try await eventually { process.value != 0 }
            try await Scratch.waitUntilRunning(process.value, "pg_sleep")
            try await Scratch.kill(process.value)
            #expect(await error?.code == .connection)
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
        }
    }

    @Test("a statement that takes too long ends with a timeout, and its connection goes on")
    func statementTimeout() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let process = try await pool.query("select pg_backend_pid()").only(Int32.self)
            let options = TransactionOptions(settings: [("statement_timeout", "50")])
            let error = await postgresError {
                try await pool.withTransaction(options) { _ = try await $0.query("select pg_sleep(600)") }
            }
            #expect(error?.code == .timeout)
            #expect(error?.sqlState == SQLState.queryCancelled)
            try await #expect(pool.query("select pg_backend_pid()").only(Int32.self) == process)
        }
    }

    @Test("the configured statement timeout is the server's")
    func configuredTimeouts() async throws {
        var configuration = Scratch.server
        configuration.statementTimeout = .milliseconds(1234)
        configuration.idleInTransactionTimeout = .seconds(7)
        configuration.sessionSettings = ["app.note": "one two, three\\"]
        configuration.applicationName = "named"
        try await PostgresConnection.withConnection(configuration) { connection in
            let row = try await connection.query(
                """
                select current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout'),
                       current_setting('app.note'), current_setting('application_name')
                """)[0]
            #expect(
                try row.decode(String.self, String.self, String.self, String.self)
                    == ("1234ms", "7s", "one two, three\\", "named"))
        }
    }

    @Test("a description shows neither values nor names, a debug description shows the server's message")
    func descriptionLeaksNothing() async throws {
        try await Scratch.withPool("create table secrets (phone text primary key)", size: 1) { pool in
            let phone = "13912345678"
            _ = try await pool.query("insert into secrets values (\(phone))")
            let error = try #require(
                await postgresError { _ = try await pool.query("insert into secrets values (\(phone))") })
            #expect(error.description == "PostgresError(server, SQLSTATE 23505)")
            #expect("\(error)" == error.description)
            #expect(error.server.map { "\($0)" } == "ERROR 23505")
            #expect(error.debugDescription.contains("secrets_pkey"))
            #expect(error.debugDescription.contains(phone))
        }
    }

    @Test("a configuration never shows its password")
    func passwordIsHidden() {
        let configuration = PostgresConfiguration(host: "h", database: "d", user: "u", password: "geheim")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("geheim"))
        }
    }

    @Test("a wrong password, an unknown host and a closed port are connection errors")
    func unreachable() async throws {
        var wrong = Scratch.server
        wrong.password = "wrong"
        var unknown = Scratch.server
        unknown.host = "no-such-host.invalid"
        var closed = Scratch.server
        closed.ports = "1"
        for configuration in [wrong, unknown, closed] {
            let error = await postgresError {
                try await PostgresConnection.withConnection(configuration) { _ in }
            }
            #expect(error?.code == .connection)
            #expect(error?.description == "PostgresError(connection)")
        }
    }
}

extension Scratch {
    /// Waits until a session is in the middle of a statement that contains a text.
    static func waitUntilRunning(_ process: Int32, _ text: String) async throws {
        try await PostgresConnection.withConnection(server) { connection in
            try await eventually {
                try await connection.query(
                    """
                    select exists (select from pg_stat_activity
                                   where pid = \(process) and state = 'active' and query like '%' || \(text) || '%')
                    """
                ).only(Bool.self)
            }
        }
    }
}
