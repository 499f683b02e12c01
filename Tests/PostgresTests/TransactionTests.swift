import Postgres
import Synchronization
import TestSupport
import Testing

@Suite("Transactions")
struct TransactionTests {
    struct Refused: Error {}

    @Test("a transaction commits when its closure returns and rolls back when it throws")
    func commitAndRollBack() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            try await pool.withTransaction { _ = try await $0.query("insert into t values (1)") }
            await #expect(throws: Refused.self) {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.query("insert into t values (2)")
                    throw Refused()
                }
            }
            try await #expect(pool.query("select array_agg(v) from t").only([Int].self) == [1])
        }
    }

    @Test("settings hold for their transaction and are gone after COMMIT and after ROLLBACK")
    func settings() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let options = TransactionOptions(settings: [("app.area", "330402"), ("app.role", "dispatcher's")])
            let inside = try await pool.withTransaction(options) { transaction in
                try await transaction.query("select current_setting('app.area'), current_setting('app.role')")[0]
                    .decode(String.self, String.self)
            }
            #expect(inside == ("330402", "dispatcher's"))
            func outside() async throws -> String? {
                try await pool.query("select nullif(current_setting('app.area', true), '')").only(String?.self)
            }
            try await #expect(outside() == nil)
            await #expect(throws: Refused.self) {
                try await pool.withTransaction(options) { transaction in
                    _ = try await transaction.query("select 1")
                    throw Refused()
                }
            }
            try await #expect(outside() == nil)
        }
    }

    @Test("a setting that the server refuses fails the first statement, and nothing is done")
    func refusedSetting() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            let options = TransactionOptions(settings: [("statement_timeout", "never")])
            let error = await postgresError {
                try await pool.withTransaction(options) { _ = try await $0.query("insert into t values (1)") }
            }
            #expect(error?.sqlState == "22023")
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
        }
    }

    @Test("pipelineAndCommit commits in the same round trip, and the closure's return adds nothing")
    func pipelineAndCommit() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            let seen = try await pool.withTransaction { transaction in
                let rows = try await transaction.pipelineAndCommit([
                    "insert into t values (\(1))", "insert into t values (\(2)) returning v",
                ])
                return try rows[1].only(Int.self)
            }
            #expect(seen == 2)
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 2)
        }
    }

    @Test("an error before the COMMIT of pipelineAndCommit commits nothing")
    func pipelineAndCommitFails() async throws {
        try await Scratch.withPool("create table t (v int8 primary key)", size: 1) { pool in
            let error = await postgresError {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.pipelineAndCommit([
                        "insert into t values (\(1))", "insert into t values (\(1))",
                    ])
                }
            }
            #expect(error?.sqlState == SQLState.uniqueViolation)
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
        }
    }

    @Test("a constraint that is checked at COMMIT fails the transaction")
    func deferredConstraint() async throws {
        let schema = """
            create table a (id int8 primary key);
            create table b (a int8 references a deferrable initially deferred);
            """
        try await Scratch.withPool(schema, size: 1) { pool in
            let error = await postgresError {
                try await pool.withTransaction { _ = try await $0.query("insert into b values (1)") }
            }
            #expect(error?.sqlState == SQLState.foreignKeyViolation)
            try await #expect(pool.query("select count(*) from b").only(Int.self) == 0)
        }
    }

    @Test("a swallowed failure is not reported as a commit")
    func swallowedFailure() async throws {
        try await Scratch.withPool("create table t (v int8 primary key)", size: 1) { pool in
            let error = await postgresError {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.query("insert into t values (1)")
                    _ = try? await transaction.query("insert into t values (1)")
                }
            }
            #expect(error?.code == .rolledBack)
            let early = await postgresError {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.query("insert into t values (1)")
                    _ = try? await transaction.query("nonsense")
                    _ = try await transaction.pipelineAndCommit()
                }
            }
            #expect(early?.code == .rolledBack)
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
        }
    }

    @Test("a transaction that its own statement ended takes no more statements outside of it")
    func endedByStatement() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            let error = await postgresError {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.query("rollback")
                    _ = try await transaction.query("insert into t values (1)")
                }
            }
            #expect(error?.code == .misuse || error?.code == .rolledBack)
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
        }
    }

    @Test("of two transactions in a deadlock one is the victim, and its retry succeeds")
    func deadlock() async throws {
        let schema = "create table t (id int8 primary key, v int8); insert into t values (1, 0), (2, 0)"
        try await Scratch.withPool(schema, size: 2) { pool in
            let attempts = Noted(0)
            let bothHold = Rendezvous(2)
            func transfer(_ first: Int, _ second: Int) async throws {
                try await pool.withTransaction(retries: 3) { transaction in
                    attempts.update { $0 += 1 }
                    _ = try await transaction.query("set local deadlock_timeout = '50ms'")
                    _ = try await transaction.query("update t set v = v + 1 where id = \(first)")
                    await bothHold.arrive()
                    _ = try await transaction.query("update t set v = v + 1 where id = \(second)")
                }
            }
            async let one: Void = transfer(1, 2)
            async let other: Void = transfer(2, 1)
            _ = try await (one, other)
            #expect(attempts.value >= 3)
            try await #expect(pool.query("select array_agg(v) from t").only([Int].self) == [2, 2])
        }
    }

    @Test("without retries a deadlock's victim gets 40P01")
    func deadlockUnretried() async throws {
        let schema = "create table t (id int8 primary key, v int8); insert into t values (1, 0), (2, 0)"
        try await Scratch.withPool(schema, size: 2) { pool in
            let bothHold = Rendezvous(2)
            func transfer(_ first: Int, _ second: Int) async -> PostgresError? {
                await postgresError {
                    try await pool.withTransaction { transaction in
                        _ = try await transaction.query("set local deadlock_timeout = '50ms'")
                        _ = try await transaction.query("update t set v = v + 1 where id = \(first)")
                        await bothHold.arrive()
                        _ = try await transaction.query("update t set v = v + 1 where id = \(second)")
                    }
                }
            }
            async let one = transfer(1, 2)
            async let other = transfer(2, 1)
            let errors = await [one, other].compactMap { $0 }
            #expect(errors.count == 1)
            #expect(errors.first?.sqlState == SQLState.deadlockDetected)
            #expect(errors.first?.isConflict == true)
        }
    }

    @Test("a serialization failure is retried with the whole closure, also when the closure hides it")
    func serialization() async throws {
        try await Scratch.withPool("create table t (v int8); insert into t values (0)", size: 2) { pool in
            let attempts = Noted(0)
            let bothRead = Rendezvous(2)
            struct Hidden: Error {}
            @Sendable func increment() async throws {
                try await pool.withTransaction(TransactionOptions(isolation: .serializable), retries: 5) {
                    transaction in
                    attempts.update { $0 += 1 }
                    let value = try await transaction.query("select v from t").only(Int.self)
                    await bothRead.arrive()
                    do {
                        _ = try await transaction.query("update t set v = \(value + 1)")
                    } catch {
                        throw Hidden()
                    }
                }
            }
            async let one: Void = increment()
            async let other: Void = increment()
            _ = try await (one, other)
            try await #expect(pool.query("select v from t").only(Int.self) == 2)
            #expect(attempts.value == 3)
        }
    }

    @Test("a transaction inside another one on the same connection is refused, and both end")
    func nested() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            let error = await postgresError {
                try await pool.withConnection { connection in
                    try await connection.withTransaction { outer in
                        _ = try await outer.query("insert into t values (1)")
                        try await connection.withTransaction { _ = try await $0.query("insert into t values (2)") }
                    }
                }
            }
            #expect(error?.code == .misuse)
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
        }
    }

    @Test("a transaction without statements sends nothing")
    func empty() async throws {
        let pool = PostgresPool(
            configuration: Scratch.server, size: 1, leaseTimeout: patience, logger: Scratch.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            try await pool.withTransaction(TransactionOptions(settings: [("no.such", "x")])) { transaction in
                _ = try await transaction.pipelineAndCommit()
            }
            group.cancelAll()
        }
    }
}

/// Lets callers go on when a number of them have come; later ones are not held.
final class Rendezvous: Sendable {
    private let state: Mutex<(missing: Int, waiting: [CheckedContinuation<Void, Never>])>

    init(_ count: Int) {
        state = Mutex((count, []))
    }

    func arrive() async {
        await withCheckedContinuation { continuation in
            let released: [CheckedContinuation<Void, Never>] = state.withLock { state in
                state.missing -= 1
                guard state.missing <= 0 else {
                    state.waiting.append(continuation)
                    return []
                }
                defer { state.waiting = [] }
                return state.waiting + [continuation]
            }
            for continuation in released { continuation.resume() }
        }
    }
}
