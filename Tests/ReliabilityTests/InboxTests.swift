import Kernel
import Messaging
import Postgres
import Reliability
import TestSupport
import Testing
import Wire

@Suite("The inbox")
struct InboxTests {
    private let aggregate = Identifier<AggregateTag>(high: 4, low: 4)

    /// Each text of the properties that a sender chooses, with U+0000 in it.
    private static let nulls: [@Sendable (inout MessageProperties) -> Void] = [
        { $0.messageID = "a\0b" }, { $0.type = "a\0" }, { $0.contentType = "\0" }, { $0.correlationID = "\0a" },
        { $0.appID = "a\0" }, { $0.headers["x"] = .string("\0") }, { $0.headers["x\0"] = .string("y") },
    ]

    @Test("what PostgreSQL cannot store of a message keeps nobody from setting it aside", arguments: nulls.indices)
    func unstorable(_ index: Int) async throws {
        try await withInbox { pool, _, inbox, _ in
            let sound = Probe.delivery(1, of: aggregate, version: 1)
            var properties = sound.properties
            Self.nulls[index](&properties)
            let delivery = Delivery(
                tag: sound.tag, exchange: "", routingKey: "a\0b", properties: properties, body: sound.body,
                redelivered: false)
            try await inbox.refuse(delivery, reason: "test")
            #expect(try await DeadLetterStore(pool: pool).list().count == 1)
        }
    }

    @Test("what waits with such a text is tried again", arguments: nulls.indices.dropFirst())
    func unstorableWaits(_ index: Int) async throws {
        try await withInbox { pool, _, inbox, _ in
            let delivery = Probe.delivery(1, of: aggregate, version: 1).with(Self.nulls[index])
            try await inbox.recordFailure(delivery, error: "bo\0om")
            try await eventually { try await inbox.claim(limit: 10).count == 1 }
        }
    }

    @Test("a redelivered event has one effect")
    func redelivered() async throws {
        try await withInbox { pool, handler, _, _ in
            let batch = (1...3).map { Probe.delivery($0, of: aggregate, version: Int64($0)) }
            let outcome1 = try await handler.handle(batch)
            #expect(outcome1 == [.applied, .applied, .applied])
            let outcome2 = try await handler.handle(batch)
            #expect(outcome2 == [.duplicate, .duplicate, .duplicate])
            #expect(try await notedNumbers(pool) == [1, 2, 3])
        }
    }

    @Test("an early event waits for its predecessor and is applied after it")
    func held() async throws {
        try await withInbox { pool, handler, _, loop in
            let outcome3 = try await handler.handle([Probe.delivery(2, of: aggregate, version: 2)])
            #expect(outcome3 == [.held])
            let outcome4 = try await handler.handle([Probe.delivery(3, of: aggregate, version: 3)])
            #expect(outcome4 == [.held])
            let outcome5 = try await handler.handle([Probe.delivery(1, of: aggregate, version: 1)])
            #expect(outcome5 == [.applied])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await loop.run() }
                try await eventually { try await notedNumbers(pool) == [1, 2, 3] }
                group.cancelAll()
            }
            #expect(try await pool.query("SELECT count(*) FROM inbox_waiting").only(Int64.self) == 0)
        }
    }

    @Test("a failing event is retried; its successors wait, other aggregates go on")
    func retried() async throws {
        try await withInbox(failing: [1: 3]) { pool, handler, inbox, loop in
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
                try await eventually { try await notedNumbers(pool) == [50, 1, 2] }
                group.cancelAll()
            }
        }
    }

    @Test("a command that has an event's headers waits without a place in an aggregate's life")
    func commandWithHeaders() async throws {
        try await withInbox { pool, handler, inbox, _ in
            let event = Probe.delivery(1, of: aggregate, version: 1)
            let command = event.with {
                $0.messageID = "01930000-0000-7000-8000-000000000009"
                $0.type = "probe.command.note"
            }
            try await inbox.recordFailure(command, error: "boom")
            #expect(try await pool.query("SELECT count(aggregate_id) FROM inbox_waiting").only(Int64.self) == 0)
            let outcomes = try await handler.handle([event])
            #expect(outcomes == [.applied])
        }
    }

    @Test("two processes that get the same deliveries apply each once")
    func race() async throws {
        try await withInbox { pool, handler, _, _ in
            let batch = (1...50).map { Probe.delivery($0, of: aggregate, version: Int64($0)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...4 { group.addTask { _ = try await handler.handle(batch) } }
                try await group.waitForAll()
            }
            #expect(try await notedNumbers(pool) == Array(1...50))
            #expect(try await pool.query("SELECT count(*) FROM inbox_waiting").only(Int64.self) == 0)
        }
    }

    @Test("a message id that comes again with another body is refused")
    func reused() async throws {
        try await withInbox { _, handler, _, _ in
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

    @Test("a version that comes twice around its predecessor is applied once and leaves nothing waiting")
    func twiceAround() async throws {
        try await withInbox { pool, handler, _, loop in
            _ = try await handler.handle([Probe.delivery(1, of: aggregate, version: 1)])
            let early = Probe.delivery(3, of: aggregate, version: 3)
            let outcomes = try await handler.handle([early, Probe.delivery(2, of: aggregate, version: 2), early])
            #expect(outcomes == [.held, .applied, .held])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await loop.run() }
                try await eventually { try await notedNumbers(pool) == [1, 2, 3] }
                try await eventually {
                    try await pool.query("SELECT count(*) FROM inbox_waiting").only(Int64.self) == 0
                }
                group.cancelAll()
            }
        }
    }
}
