import Logging
import Postgres
import ServiceLifecycle
import TestSupport
import Testing

@Suite("Pool")
struct PoolTests {
    @Test("10,000 queries through 4 connections from 200 tasks each get their own answer")
    func manyTasks() async throws {
        try await Scratch.withPool(size: 4) { pool in
            let processes = Noted<Set<Int32>>([])
            // Four callers at once, so that all four are up before the rush.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await pool.withConnection { connection in
                            processes.update { _ = $0.insert(connection.processIdentifier) }
                            try await eventually { processes.value.count == 4 }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let total = try await withThrowingTaskGroup(of: Int.self) { group in
                for task in 0..<200 {
                    group.addTask {
                        var sum = 0
                        for number in 0..<50 {
                            let expected = task * 1000 + number
                            let row = try await pool.query("select \(expected), pg_backend_pid()")[0]
                            let (answer, process) = try row.decode(Int.self, Int32.self)
                            #expect(answer == expected)
                            processes.update { _ = $0.insert(process) }
                            sum += 1
                        }
                        return sum
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(total == 10_000)
            #expect(processes.value.count == 4)
            #expect(pool.usage == (4, 0, 0))
        }
    }

    @Test("waiters are served in the order of their coming")
    func fifo() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let order = Noted<[Int]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await pool.withConnection { _ in
                    for number in 0..<20 {
                        group.addTask { try await pool.withConnection { _ in order.update { $0.append(number) } } }
                        try await eventually { pool.usage.waiting == number + 1 }
                    }
                }
                try await group.waitForAll()
            }
            #expect(order.value == Array(0..<20))
        }
    }

    @Test("a waiter whose task is cancelled leaves the queue, and those behind it are served")
    func cancelledWaiter() async throws {
        try await Scratch.withPool(size: 1) { pool in
            try await pool.withConnection { _ in
                let waiter = Task { try await pool.query("select 1") }
                try await eventually { pool.usage.waiting == 1 }
                waiter.cancel()
                let result = await waiter.result
                let error = #expect(throws: PostgresError.self) { try result.get() }
                #expect(error?.code == .cancelled)
                #expect(pool.usage == (1, 1, 0))
            }
            try await #expect(pool.query("select 1").only(Int.self) == 1)
        }
    }

    @Test("a waiter that waits too long gets a timeout")
    func leaseTimeout() async throws {
        let pool = PostgresPool(
            configuration: Scratch.server, size: 1, leaseTimeout: .milliseconds(50), logger: Scratch.logger)
        let error = await postgresError { _ = try await pool.query("select 1") }
        #expect(error?.code == .timeout)
        #expect(!pool.isReady)
    }

    @Test("what a closure leaves open is rolled back before the next one gets the connection")
    func tidied() async throws {
        try await Scratch.withPool("create table t (v int8)", size: 1) { pool in
            try await pool.withConnection { connection in
                _ = try await connection.query("begin")
                _ = try await connection.query("insert into t values (1)")
            }
            try await #expect(pool.query("select count(*) from t").only(Int.self) == 0)
            _ = try? await pool.withConnection { connection in
                _ = try await connection.query("begin")
                _ = try await connection.query("nonsense")
            }
            try await #expect(pool.query("select 1").only(Int.self) == 1)
        }
    }

    @Test("a connection that outlives its closure is refused, and disturbs nobody")
    func escaped() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let escaped = try await pool.withConnection { $0 }
            let error = await postgresError { _ = try await escaped.query("select 1") }
            #expect(error?.code == .misuse)
            try await #expect(pool.query("select 1").only(Int.self) == 1)
        }
    }

    @Test("a statement left running by a stray task is ended with its lease")
    func strayStatement() async throws {
        try await Scratch.withPool(size: 1) { pool in
            let (stray, process) = try await pool.withConnection { connection in
                let process = connection.processIdentifier
                let stray = Task { try await connection.query("select pg_sleep(600)") }
                try await Scratch.waitUntilRunning(process, "pg_sleep")
                return (stray, process)
            }
            try await #expect(pool.query("select pg_backend_pid()").only(Int32.self) == process)
            let result = await stray.result
            #expect(throws: PostgresError.self) { try result.get() }
        }
    }

    @Test("a graceful shutdown lets the lent connection finish and refuses the waiters")
    func gracefulShutdown() async throws {
        try await Scratch.withDatabase { configuration in
            let pool = PostgresPool(
                configuration: configuration, size: 1, leaseTimeout: patience, logger: Scratch.logger)
            let group = ServiceGroup(services: [pool], logger: Scratch.logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                let answer = try await pool.withConnection { connection in
                    let waiter = Task { try await pool.query("select 1") }
                    try await eventually { pool.usage.waiting == 1 }
                    await group.triggerGracefulShutdown()
                    let refused = await waiter.result
                    let error = #expect(throws: PostgresError.self) { try refused.get() }
                    #expect(error?.code == .poolClosed)
                    return try await connection.query("select 42").only(Int.self)
                }
                #expect(answer == 42)
                try await tasks.waitForAll()
            }
            let late = await postgresError { _ = try await pool.query("select 1") }
            #expect(late?.code == .poolClosed)
            #expect(pool.usage == (0, 0, 0))
        }
    }

    @Test("a pool waits for a server that is not there yet, and its run ends at once when cancelled")
    func serverAway() async throws {
        var nowhere = Scratch.server
        nowhere.ports = "1"
        let pool = PostgresPool(
            configuration: nowhere, size: 2, leaseTimeout: .milliseconds(50), logger: Scratch.logger)
        let run = Task { try await pool.run() }
        let error = await postgresError { _ = try await pool.query("select 1") }
        #expect(error?.code == .timeout)
        run.cancel()
        _ = await run.result
    }
}
