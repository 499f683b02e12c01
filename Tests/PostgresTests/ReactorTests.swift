import TestSupport
import Testing

@testable import Postgres

@Suite("Reactor")
struct ReactorTests {
    @Test("a connection's actor runs on the reactor's thread, before and after each wait")
    func actorThread() async throws {
        try await Scratch.withPool(size: 1) { pool in
            try await pool.withConnection { connection in
                #expect(await connection.session.threads() == [true, true, true, true])
                #expect(!pool.reactor.isCurrentThread)
                await withTaskExecutorPreference(pool.reactor) {
                    #expect(await connection.session.threads() == [true, true, true, true])
                }
            }
        }
    }

    @Test("a task that prefers the reactor stays on it between statements, one that does not comes back")
    func preference() async throws {
        try await Scratch.withPool(size: 1) { pool in
            try await withTaskExecutorPreference(pool.reactor) {
                for _ in 0..<20 {
                    #expect(pool.reactor.isCurrentThread)
                    _ = try await pool.query("select 1")
                    #expect(pool.reactor.isCurrentThread)
                    try await pool.withTransaction { transaction in
                        #expect(pool.reactor.isCurrentThread)
                        _ = try await transaction.query("select 1")
                        #expect(pool.reactor.isCurrentThread)
                    }
                }
            }
            _ = try await pool.query("select 1")
            #expect(!pool.reactor.isCurrentThread)
        }
    }

    @Test("a reactor of one's own serves its connections beside the shared one")
    func ownReactor() async throws {
        let own = PostgresReactor(name: "own")
        let answer = try await PostgresConnection.withConnection(Scratch.server, reactor: own) { connection in
            #expect(connection.session.reactor === own)
            return try await connection.query("select 1").only(Int.self)
        }
        #expect(answer == 1)
    }

    @Test("timers fire on the reactor's thread in the order of their deadlines, and not when cancelled")
    func timers() async throws {
        let reactor = PostgresReactor(name: "timers")
        let order = Noted<[Int]>([])
        // A second apart: what prepares them may be interrupted in between.
        _ = reactor.schedule(after: .seconds(3)) { order.update { $0.append(3) } }
        _ = reactor.schedule(after: .seconds(1)) { order.update { $0.append(1) } }
        let cancelled = reactor.schedule(after: .milliseconds(1_500)) { order.update { $0.append(9) } }
        _ = reactor.schedule(after: .seconds(2)) { order.update { $0.append(2) } }
        reactor.cancel(cancelled)
        try await eventually { order.value.count == 3 }
        #expect(order.value == [1, 2, 3])
    }

    @Test("what is queued from many threads runs once each, and in order for each thread")
    func queueing() async throws {
        let reactor = PostgresReactor(name: "queue")
        let seen = Noted<[Int: [Int]]>([:])
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in 0..<500 {
                        reactor.call { seen.update { $0[task, default: []].append(number) } }
                    }
                }
            }
        }
        try await eventually { seen.value.values.reduce(0) { $0 + $1.count } == 4000 }
        #expect(seen.value.values.allSatisfy { $0 == Array(0..<500) })
    }
}

extension Session {
    /// Whether this actor's code is on the reactor's thread: at first, in a continuation, after it and after a yield.
    func threads() async -> [Bool] {
        let first = reactor.isCurrentThread
        let inside = await withCheckedContinuation { continuation in
            let isThere = reactor.isCurrentThread
            reactor.call { continuation.resume(returning: isThere) }
        }
        let after = reactor.isCurrentThread
        await Task.yield()
        return [first, inside, after, reactor.isCurrentThread]
    }
}
