import Kernel
import Messaging
import Postgres
import Reliability
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("Retries of several processes")
struct ClaimTests {
    private let aggregate = Identifier<AggregateTag>(high: 4, low: 4)
    private let processes = 6

    private func attempts(_ pool: PostgresPool) async throws -> Int32 {
        try await pool.query("SELECT attempts FROM inbox_waiting").only(Int32.self)
    }

    private func expect(attempts: Int32, _ pool: PostgresPool) async throws {
        let stored = try await self.attempts(pool)
        #expect(stored == attempts)
    }

    /// The claim's time passes, as if its process had ended.
    private func endClaims(_ pool: PostgresPool) async throws {
        try await pool.query("UPDATE inbox_waiting SET due_at = clock_timestamp() - interval '1 second'")
    }

    @Test("what is due is claimed by one of six processes that ask at once")
    func claimedOnce() async throws {
        try await withInbox { pool, _, inbox, _ in
            for number in 1...20 as ClosedRange<UInt64> {
                try await inbox.recordFailure(
                    Probe.delivery(1, of: Identifier(high: 5, low: number), version: 1), error: "boom")
            }
            try await endClaims(pool)
            let ids = try await withThrowingTaskGroup(of: [String?].self) { group in
                for _ in 1...processes {
                    group.addTask { try await inbox.claim(limit: 8).map(\.delivery.properties.messageID) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(ids.count == 20)
            #expect(Set(ids).count == 20)
        }
    }

    @Test("the back-off of a message that is due is spent once, by six loops at once")
    func spentOnce() async throws {
        let handled = Mutex(0)
        struct Failure: Error {}
        struct Failing: DeliveryHandler {
            let count: @Sendable () -> Void
            func handle(_ batch: [Delivery]) async throws -> [Outcome] {
                count()
                // Long enough for the others to look, too.
                try await Task.sleep(for: .milliseconds(50))
                throw Failure()
            }
        }
        try await withInbox { pool, _, _, _ in
            let inbox = PostgresInbox(
                pool: pool, partitions: Probe.partitions,
                policy: RetryPolicy(first: .seconds(600), longest: .seconds(600)), random: SystemRandomSource())
            try await inbox.recordFailure(Probe.delivery(1, of: aggregate, version: 1), error: "boom")
            try await endClaims(pool)
            let failing = Failing { handled.withLock { $0 += 1 } }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...processes {
                    let loop = RetryLoop(
                        inbox: inbox, handlers: ["probe.note": failing], random: SystemRandomSource(),
                        poll: .milliseconds(1), logger: Probe.logger)
                    group.addTask { try await loop.run() }
                }
                try await eventually { try await attempts(pool) == 2 }
                group.cancelAll()
            }
            #expect(handled.withLock { $0 } == 1)
            try await expect(attempts: 2, pool)
        }
    }

    @Test("six processes whose servers failed have ended nobody: the message is handled by the seventh")
    func takenBack() async throws {
        try await withInbox { pool, handler, inbox, _ in
            try await inbox.recordFailure(Probe.delivery(1, of: aggregate, version: 1), error: "boom")
            for _ in 1...processes {
                try await endClaims(pool)
                let claimed = try #require(try await inbox.claim(limit: 1).first)
                let begun = try #require(try await inbox.begin(claimed))
                #expect(begun.attempts == 1)
                try await inbox.release(begun.claimed)
            }
            try await expect(attempts: 1, pool)
            try await endClaims(pool)
            let claimed = try #require(try await inbox.claim(limit: 1).first)
            let begun = try #require(try await inbox.begin(claimed))
            #expect(begun.attempts == 1)
            let outcomes = try await handler.handle([begun.claimed.delivery])
            #expect(outcomes == [.applied])
            #expect(try await pool.query("SELECT count(*) FROM inbox_attempts").only(Int64.self) == 0)
        }
    }

    @Test("an attempt that ends its process stays counted, whichever process makes the next one")
    func ended() async throws {
        try await withInbox { pool, _, inbox, _ in
            try await inbox.recordFailure(Probe.delivery(1, of: aggregate, version: 1), error: "boom")
            for attempt in 1...PartitionMachine.fatalAttempts + 1 {
                try await endClaims(pool)
                let claimed = try #require(try await inbox.claim(limit: 1).first)
                #expect(try await inbox.begin(claimed)?.attempts == attempt)
            }
        }
    }

    @Test("a process whose claim has ended begins nothing, records nothing and gives nothing up")
    func stale() async throws {
        try await withInbox { pool, _, inbox, _ in
            try await inbox.recordFailure(Probe.delivery(1, of: aggregate, version: 1), error: "boom")
            try await endClaims(pool)
            let stale = try #require(try await inbox.claim(limit: 1).first)
            try await endClaims(pool)
            let present = try #require(try await inbox.claim(limit: 1).first)
            #expect(try await inbox.begin(stale) == nil)
            try await inbox.recordFailure(stale, error: "late")
            try await inbox.refuse(stale, reason: "late")
            try await inbox.release(stale)
            try await expect(attempts: 1, pool)
            #expect(try await DeadLetterStore(pool: pool).list().isEmpty)
            try await inbox.recordFailure(present, error: "boom")
            try await expect(attempts: 2, pool)
        }
    }

    @Test("a failing message that waits already is not counted again when the broker brings it once more")
    func broughtAgain() async throws {
        try await withInbox { pool, _, inbox, _ in
            let delivery = Probe.delivery(1, of: aggregate, version: 1)
            try await inbox.recordFailure(delivery, error: "boom")
            try await inbox.recordFailure(delivery, error: "boom")
            try await expect(attempts: 1, pool)
        }
    }
}
