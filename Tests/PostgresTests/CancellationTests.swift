import Postgres
import TestSupport
import Testing

@Suite("Cancellation")
struct CancellationTests {
    @Test("a cancelled task's statement ends on the server, and the same connection goes on clean")
    func cancelled() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let process = try await pool.query("select pg_backend_pid()").only(Int32.self)
            for _ in 0..<20 {
                let start = ContinuousClock.now
                let error = await withTaskGroup(of: PostgresError?.self) { group in
                    group.addTask { await postgresError { _ = try await pool.query("select pg_sleep(600)") } }
                    _ = try? await Scratch.waitUntilRunning(process, "pg_sleep")
                    group.cancelAll()
                    return await group.next() ?? nil
                }
                #expect(error?.code == .cancelled)
                #expect(ContinuousClock.now - start < .seconds(100))
                for number in 0..<5 {
                    try await #expect(pool.query("select \(number)").only(Int.self) == number)
                }
            }
            try await #expect(pool.query("select pg_backend_pid()").only(Int32.self) == process)
        }
    }

    @Test("a task cancelled at any moment leaves the connection in step")
    func cancelledAtAnyMoment() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 2) { pool in
            let processes = Noted<Set<Int32>>([])
            for round in 0..<200 {
                let task = Task {
                    try await pool.withTransaction { transaction in
                        let process = try await transaction.query("select pg_backend_pid()").only(Int32.self)
                        processes.update { _ = $0.insert(process) }
                        _ = try await transaction.pipelineAndCommit([
                            "insert into t values (\(round))", "select pg_sleep(0.001)",
                        ])
                    }
                }
                for _ in 0..<(round % 40) { await Task.yield() }
                if round % 3 == 0 { try await Task.sleep(for: .microseconds(round * 10)) }
                task.cancel()
                let outcome = await task.result
                let isThere = try await pool.query("select count(*) from t where v = \(round)").only(Int.self) == 1
                switch outcome {
                case .success: #expect(isThere)
                case .failure(let error):
                    #expect((error as? PostgresError)?.code == .cancelled)
                    #expect(!isThere)
                }
            }
            #expect(processes.value.count <= 2)
        }
    }

    @Test("a task that is cancelled already sends nothing")
    func cancelledBefore() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                _ = try await pool.query("insert into t values (1)")
            }
            task.cancel()
            let result = await task.result
            #expect(throws: PostgresError.self) { try result.get() }
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
        }
    }

    @Test("a transaction of a cancelled task is rolled back")
    func rolledBack() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            let hasInserted = Rendezvous(2)
            let task = Task {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.query("insert into t values (1)")
                    await hasInserted.arrive()
                    _ = try await transaction.query("select pg_sleep(600)")
                }
            }
            await hasInserted.arrive()
            task.cancel()
            let result = await task.result
            #expect(throws: PostgresError.self) { try result.get() }
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
        }
    }

    @Test("statements of one connection queue up; a cancelled one leaves the queue and its neighbours alone")
    func queued() async throws {
        try await Scratch.withPool(size: 2) { pool in
            try await pool.withConnection { holder in
                _ = try await holder.query("select pg_advisory_lock(1)")
                try await pool.withConnection { connection in
                    async let first = connection.query("select pg_advisory_lock(1)").count
                    try await Scratch.waitUntilRunning(connection.processIdentifier, "pg_advisory_lock")
                    let second = Task { try await connection.query("select 2") }
                    let third = Task { try await connection.query("select 3").only(Int.self) }
                    second.cancel()
                    let result = await second.result
                    let error = #expect(throws: PostgresError.self) { try result.get() }
                    #expect(error?.code == .cancelled)
                    _ = try await holder.query("select pg_advisory_unlock(1)")
                    try await #expect(first == 1)
                    try await #expect(third.value == 3)
                }
            }
        }
    }

    @Test("a statement that ignores its cancellation costs the connection, not the caller's patience")
    func graceRunsOut() async throws {
        try await Scratch.withDatabase { configuration in
            var impatient = configuration
            impatient.cancellationGrace = .milliseconds(300)
            try await PostgresPool.withPool(
                configuration: impatient, size: 1, leaseTimeout: patience, logger: Scratch.logger
            ) { pool in
                let process = try await pool.query("select pg_backend_pid()").only(Int32.self)
                let stubborn: SQL = """
                    do $$ declare ending timestamptz := clock_timestamp() + '300 s'; begin
                      while clock_timestamp() < ending loop
                        begin perform pg_sleep(300); exception when query_canceled then null; end;
                      end loop; end $$
                    """
                let task = Task { try await pool.query(stubborn) }
                try await Scratch.waitUntilRunning(process, "query_canceled")
                let start = ContinuousClock.now
                task.cancel()
                let result = await task.result
                #expect(throws: PostgresError.self) { try result.get() }
                #expect(ContinuousClock.now - start < .seconds(100))
                try await #expect(pool.query("select pg_backend_pid()").only(Int32.self) != process)
            }
        }
    }
}
