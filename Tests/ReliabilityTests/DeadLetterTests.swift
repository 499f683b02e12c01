import Kernel
import Messaging
import Postgres
import Reliability
import TestSupport
import Testing
import Wire

@Suite("Dead letters")
struct DeadLetterTests {
    private let aggregate = Identifier<AggregateTag>(high: 4, low: 4)

    @Test("after the last attempt it is a dead letter; a replay applies it and what it held up")
    func deadLetter() async throws {
        try await withInbox(failing: [1: 3], attempts: 3) { pool, handler, inbox, loop in
            let offender = Probe.delivery(1, of: aggregate, version: 1)
            await #expect(throws: ProbeHandler.Failure.self) { _ = try await handler.handle([offender]) }
            try await inbox.recordFailure(offender, error: "boom")
            _ = try await handler.handle([Probe.delivery(2, of: aggregate, version: 2)])
            let letters = DeadLetterStore(pool: pool)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await loop.run() }
                try await eventually { try await letters.list().count == 1 }
                let letter = try #require(try await letters.list().first)
                #expect(letter.attempts == 3)
                #expect(letter.aggregate == aggregate)
                #expect(try await letters.replay([letter.id], dryRun: true) == [letter.id])
                #expect(try await letters.list().count == 1)
                #expect(try await letters.replay([letter.id]) == [letter.id])
                try await eventually { try await notedNumbers(pool) == [1, 2] }
                #expect(try await letters.list().isEmpty)
                group.cancelAll()
            }
        }
    }

    @Test("a dead letter whose id came in capitals is replayed, and closed when it is applied")
    func capitals() async throws {
        try await withInbox { pool, handler, inbox, _ in
            let capitals = Probe.delivery(1, of: aggregate, version: 1).with {
                $0.messageID = $0.messageID?.uppercased()
            }
            let letters = DeadLetterStore(pool: pool)
            try await inbox.refuse(capitals, reason: "test")
            let letter = try #require(try await letters.list().first)
            #expect(try await letters.replay([letter.id], dryRun: true) == [letter.id])
            let outcomes = try await handler.handle([capitals])
            #expect(outcomes == [.applied])
            #expect(try await letters.list().isEmpty)
        }
    }

    @Test("a waiting message that does not open is a dead letter after its last attempt, and the others go on")
    func unopened() async throws {
        try await withInbox { pool, handler, _, _ in
            func inbox(key: UInt8) -> PostgresInbox {
                PostgresInbox(
                    pool: pool, partitions: Probe.partitions,
                    policy: RetryPolicy(first: .zero, longest: .zero, attempts: 3), random: SystemRandomSource(),
                    seal: OneKeySeal(key: key))
            }
            let (ours, theirs) = (inbox(key: 1), inbox(key: 2))
            let letters = DeadLetterStore(pool: pool)
            try await theirs.recordFailure(Probe.delivery(1, of: aggregate, version: 1), error: "boom")
            try await ours.recordFailure(
                Probe.delivery(2, of: Identifier(high: 5, low: 5), version: 1), error: "boom")
            // Of three attempts one has failed with the handler; two more fail here.
            for (waiting, bodies) in [(1, [Noted(number: 2).encoded()]), (0, [])] as [(Int64, [[UInt8]])] {
                #expect(try await letters.list().isEmpty)
                let due = try await ours.claim(limit: 10)
                #expect(due.map(\.delivery.body) == bodies)
                let left = try await pool.query("SELECT count(*) FROM inbox_waiting WHERE aggregate_id = \(aggregate)")
                #expect(try left.only(Int64.self) == waiting)
            }
            let letter = try #require(try await letters.list().first)
            #expect(letter.reason == "the sealed body does not open")
            #expect(letter.attempts == 3)
            #expect(letter.aggregate == aggregate)
            // With its key back it can be replayed.
            #expect(try await letters.replay([letter.id]) == [letter.id])
            let again = try await theirs.claim(limit: 10)
            #expect(again.map(\.delivery.body) == [Noted(number: 1).encoded()])
        }
    }

    @Test("a refused message with the id of a waiting one leaves that one waiting")
    func borrowedID() async throws {
        try await withInbox { pool, handler, inbox, _ in
            let held = Probe.delivery(2, of: aggregate, version: 2)
            let outcomes = try await handler.handle([held])
            #expect(outcomes == [.held])
            let borrowed = held.with { $0 = MessageProperties(messageID: $0.messageID) }
            try await inbox.refuse(borrowed, reason: "no envelope")
            #expect(try await DeadLetterStore(pool: pool).list().count == 1)
            #expect(try await pool.query("SELECT count(*) FROM inbox_waiting").only(Int64.self) == 1)
        }
    }

    @Test("a message that another process has applied meanwhile is neither retried nor a dead letter")
    func appliedMeanwhile() async throws {
        try await withInbox { pool, handler, inbox, _ in
            let event = Probe.delivery(1, of: aggregate, version: 1)
            let outcomes = try await handler.handle([event])
            #expect(outcomes == [.applied])
            try await inbox.refuse(event, reason: "given up by a process that was frozen")
            try await inbox.recordFailure(event, error: "the same")
            #expect(try await DeadLetterStore(pool: pool).list().isEmpty)
            #expect(try await pool.query("SELECT count(*) FROM inbox_waiting").only(Int64.self) == 0)
        }
    }

    @Test("a dead letter that is applied after all is closed")
    func deadThenApplied() async throws {
        try await withInbox { pool, handler, inbox, _ in
            let event = Probe.delivery(1, of: aggregate, version: 1)
            try await inbox.refuse(event, reason: "given up too early")
            let outcomes = try await handler.handle([event])
            #expect(outcomes == [.applied])
            #expect(try await DeadLetterStore(pool: pool).list().isEmpty)
        }
    }

    @Test("attempts that ended a process are forgotten once a failure is recorded, and by a replay")
    func attemptsForgotten() async throws {
        try await withInbox(attempts: 2) { pool, _, inbox, _ in
            let event = Probe.delivery(1, of: aggregate, version: 1)
            #expect(try await inbox.recordAttempt(event) == 1)
            #expect(try await inbox.recordAttempt(event) == 2)
            try await inbox.recordFailure(event, error: "in order")
            #expect(try await inbox.recordAttempt(event) == 1)
            try await inbox.refuse(event, reason: "ended the process")
            let letter = try #require(try await DeadLetterStore(pool: pool).list().first)
            _ = try await DeadLetterStore(pool: pool).replay([letter.id])
            #expect(try await inbox.recordAttempt(event) == 1)
        }
    }
}

/// Opens what was sealed with the same key.
private struct OneKeySeal: BodyEncryption {
    struct WrongKey: Error {}

    let key: UInt8

    func seal(_ body: [UInt8], messageID: String?) -> [UInt8] { [key] + body }

    func open(_ sealed: [UInt8], messageID: String?) throws -> [UInt8] {
        guard sealed.first == key else { throw WrongKey() }
        return Array(sealed.dropFirst())
    }
}
