import Kernel
import Messaging
import Postgres
import Reliability
import TestSupport
import Testing
import Wire

@Suite("The inbox")
struct InboxTests {
    private func with(
        failing: [Int: Int] = [:], attempts: Int = 8,
        _ body: (PostgresPool, ProbeHandler, PostgresInbox, RetryLoop) async throws -> Void
    ) async throws {
        try await TestDatabase.with(Probe.migrator) { service, _ in
            try await PostgresPool.withPool(
                configuration: service, size: 4, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                let unit = UnitOfWork(
                    pool: pool, partitions: Probe.partitions, time: RealTime(), random: SystemRandomSource(),
                    relay: RelaySignal())
                let handler = ProbeHandler(unit, failing: failing)
                let inbox = PostgresInbox(
                    pool: pool, partitions: Probe.partitions,
                    policy: RetryPolicy(first: .milliseconds(2), longest: .milliseconds(10), attempts: attempts),
                    random: SystemRandomSource())
                let loop = RetryLoop(
                    inbox: inbox, handlers: ["probe.note": handler], random: SystemRandomSource(),
                    poll: .milliseconds(5), logger: Probe.logger)
                try await body(pool, handler, inbox, loop)
            }
        }
    }

    private func numbers(_ pool: PostgresPool) async throws -> [Int] {
        try await pool.query("SELECT number FROM notes ORDER BY place").map { Int(try $0.decode(Int32.self, at: 0)) }
    }

    private let aggregate = Identifier<AggregateTag>(high: 4, low: 4)

    /// Each text of the properties that a sender chooses, with U+0000 in it.
    private static let nulls: [@Sendable (inout MessageProperties) -> Void] = [
        { $0.messageID = "a\0b" }, { $0.type = "a\0" }, { $0.contentType = "\0" }, { $0.correlationID = "\0a" },
        { $0.appID = "a\0" }, { $0.headers["x"] = .string("\0") }, { $0.headers["x\0"] = .string("y") },
    ]

    @Test("what PostgreSQL cannot store of a message keeps nobody from setting it aside", arguments: nulls.indices)
    func unstorable(_ index: Int) async throws {
        try await with { pool, _, inbox, _ in
            let sound = Probe.delivery(1, of: aggregate, version: 1)
            var properties = sound.properties
            Self.nulls[index](&properties)
            let delivery = Delivery(
                tag: sound.tag, exchange: "", routingKey: "a\0b", properties: properties, body: sound.body,
                redelivered: false)
            try await inbox.refuse(delivery, reason: "test")
            #expect(try await DeadLetterDesk(pool: pool).list().count == 1)
        }
    }

    @Test("what waits with such a text is tried again", arguments: nulls.indices.dropFirst())
    func unstorableWaits(_ index: Int) async throws {
        try await with { pool, _, inbox, _ in
            let sound = Probe.delivery(1, of: aggregate, version: 1)
            var properties = sound.properties
            Self.nulls[index](&properties)
            let delivery = Delivery(
                tag: sound.tag, exchange: "", routingKey: sound.routingKey, properties: properties, body: sound.body,
                redelivered: false)
            try await inbox.recordFailure(delivery, error: "bo\0om")
            try await eventually { try await inbox.due(limit: 10).count == 1 }
        }
    }

    @Test("a redelivered event has one effect")
    func redelivered() async throws {
        try await with { pool, handler, _, _ in
            let batch = (1...3).map { Probe.delivery($0, of: aggregate, version: Int64($0)) }
            let outcome1 = try await handler.handle(batch)
            #expect(outcome1 == [.applied, .applied, .applied])
            let outcome2 = try await handler.handle(batch)
            #expect(outcome2 == [.duplicate, .duplicate, .duplicate])
            #expect(try await numbers(pool) == [1, 2, 3])
        }
    }

    @Test("an early event waits for its predecessor and is applied after it")
    func held() async throws {
        try await with { pool, handler, _, loop in
            let outcome3 = try await handler.handle([Probe.delivery(2, of: aggregate, version: 2)])
            #expect(outcome3 == [.held])
            let outcome4 = try await handler.handle([Probe.delivery(3, of: aggregate, version: 3)])
            #expect(outcome4 == [.held])
            let outcome5 = try await handler.handle([Probe.delivery(1, of: aggregate, version: 1)])
            #expect(outcome5 == [.applied])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await loop.run() }
                try await eventually { try await numbers(pool) == [1, 2, 3] }
                group.cancelAll()
            }
            #expect(try await pool.query("SELECT count(*) FROM inbox_waiting").only(Int64.self) == 0)
        }
    }

    @Test("a failing event is retried; its successors wait, other aggregates go on")
    func retried() async throws {
        try await with(failing: [1: 3]) { pool, handler, inbox, loop in
            let offender = Probe.delivery(1, of: aggregate, version: 1)
            await #expect(throws: ProbeHandler.Failure.self) { _ = try await handler.handle([offender]) }
            try await inbox.recordFailure(offender, error: "boom")
            let other = Probe.delivery(50, of: Identifier(high: 5, low: 5), version: 1)
            let successor = Probe.delivery(2, of: aggregate, version: 2)
            let outcome6 = try await handler.handle([successor])
            #expect(outcome6 == [.held])
            let outcome7 = try await handler.handle([other])
            #expect(outcome7 == [.applied])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await loop.run() }
                try await eventually { try await numbers(pool) == [50, 1, 2] }
                group.cancelAll()
            }
        }
    }

    @Test("after the last attempt it is a dead letter; a replay applies it and what it held up")
    func deadLetter() async throws {
        try await with(failing: [1: 3], attempts: 3) { pool, handler, inbox, loop in
            let offender = Probe.delivery(1, of: aggregate, version: 1)
            await #expect(throws: ProbeHandler.Failure.self) { _ = try await handler.handle([offender]) }
            try await inbox.recordFailure(offender, error: "boom")
            _ = try await handler.handle([Probe.delivery(2, of: aggregate, version: 2)])
            let desk = DeadLetterDesk(pool: pool)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await loop.run() }
                try await eventually { try await desk.list().count == 1 }
                let letter = try #require(try await desk.list().first)
                #expect(letter.attempts == 3)
                #expect(letter.aggregate == aggregate)
                #expect(try await desk.replay([letter.id], dryRun: true) == [letter.id])
                #expect(try await desk.list().count == 1)
                #expect(try await desk.replay([letter.id]) == [letter.id])
                try await eventually { try await numbers(pool) == [1, 2] }
                #expect(try await desk.list().isEmpty)
                group.cancelAll()
            }
        }
    }

    @Test("two processes that get the same deliveries apply each once")
    func race() async throws {
        try await with { pool, handler, _, _ in
            let batch = (1...50).map { Probe.delivery($0, of: aggregate, version: Int64($0)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...4 { group.addTask { _ = try await handler.handle(batch) } }
                try await group.waitForAll()
            }
            #expect(try await numbers(pool) == Array(1...50))
            #expect(try await pool.query("SELECT count(*) FROM inbox_waiting").only(Int64.self) == 0)
        }
    }

    @Test("a message id that comes again with another body is refused")
    func reused() async throws {
        try await with { _, handler, _, _ in
            let first = Probe.delivery(1, of: aggregate, version: 1, message: 99)
            let second = Probe.delivery(2, of: Identifier(high: 8, low: 8), version: 1, message: 99)
            let outcome8 = try await handler.handle([first])
            #expect(outcome8 == [.applied])
            guard case .refused? = try await handler.handle([second]).first else {
                Issue.record("not refused")
                return
            }
        }
    }

    @Test("a message that another process has applied meanwhile is neither retried nor a dead letter")
    func appliedMeanwhile() async throws {
        try await with { pool, handler, inbox, _ in
            let event = Probe.delivery(1, of: aggregate, version: 1)
            let outcomes = try await handler.handle([event])
            #expect(outcomes == [.applied])
            try await inbox.refuse(event, reason: "given up by a process that was frozen")
            try await inbox.recordFailure(event, error: "the same")
            #expect(try await DeadLetterDesk(pool: pool).list().isEmpty)
            #expect(try await pool.query("SELECT count(*) FROM inbox_waiting").only(Int64.self) == 0)
        }
    }

    @Test("a dead letter that is applied after all is closed")
    func deadThenApplied() async throws {
        try await with { pool, handler, inbox, _ in
            let event = Probe.delivery(1, of: aggregate, version: 1)
            try await inbox.refuse(event, reason: "given up too early")
            let outcomes = try await handler.handle([event])
            #expect(outcomes == [.applied])
            #expect(try await DeadLetterDesk(pool: pool).list().isEmpty)
        }
    }

    @Test("attempts that ended a process are forgotten once a failure is recorded, and by a replay")
    func attemptsForgotten() async throws {
        try await with(attempts: 2) { pool, _, inbox, _ in
            let event = Probe.delivery(1, of: aggregate, version: 1)
            #expect(try await inbox.recordAttempt(event) == 1)
            #expect(try await inbox.recordAttempt(event) == 2)
            try await inbox.recordFailure(event, error: "in order")
            #expect(try await inbox.recordAttempt(event) == 1)
            try await inbox.refuse(event, reason: "ended the process")
            let letter = try #require(try await DeadLetterDesk(pool: pool).list().first)
            _ = try await DeadLetterDesk(pool: pool).replay([letter.id])
            #expect(try await inbox.recordAttempt(event) == 1)
        }
    }

    @Test("a version that comes twice around its predecessor is applied once and leaves nothing waiting")
    func twiceAround() async throws {
        try await with { pool, handler, _, loop in
            _ = try await handler.handle([Probe.delivery(1, of: aggregate, version: 1)])
            let early = Probe.delivery(3, of: aggregate, version: 3)
            let outcomes = try await handler.handle([early, Probe.delivery(2, of: aggregate, version: 2), early])
            #expect(outcomes == [.held, .applied, .held])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await loop.run() }
                try await eventually { try await numbers(pool) == [1, 2, 3] }
                try await eventually {
                    try await pool.query("SELECT count(*) FROM inbox_waiting").only(Int64.self) == 0
                }
                group.cancelAll()
            }
        }
    }
}
