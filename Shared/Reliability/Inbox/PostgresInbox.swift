public import Kernel
public import Messaging
public import Postgres
import Wire

/// What the consumer loop writes besides a batch's own transaction.
public protocol InboxStore: Sendable {
    /// Counts an attempt before it is made; the count survives the end of the process. Returns the attempts so far.
    func recordAttempt(_ delivery: Delivery) async throws -> Int
    /// Keeps a failed message for its next attempt, or with the dead letters after the last one.
    func recordFailure(_ delivery: Delivery, error: String) async throws -> Disposition
    /// Puts a message with the dead letters.
    func refuse(_ delivery: Delivery, reason: String) async throws -> Disposition
}

/// The inbox tables of a context's schema.
public struct PostgresInbox: InboxStore, WaitingStore {
    /// How long a claimed message is left alone by other processes.
    ///
    /// Why: it has to outlast one handling, and the wait in a batch of others; it is renewed before each attempt. After
    /// the end of a process what it had claimed waits as long. Source: our choice; a handling takes milliseconds, and a
    /// statement that waits for a lock is given up after seconds.
    public static let lease = Duration.seconds(30)

    private let pool: PostgresPool
    private let policy: RetryPolicy
    private let random: any RandomSource
    private let seal: (any BodyEncryption)?
    private let partitions: Int

    /// Makes the consumer's view of the inbox.
    ///
    /// - Parameters:
    ///   - partitions: fixed at installation.
    ///   - seal: seals what waits or is dead; nil where no message carries personal data.
    public init(
        pool: PostgresPool, partitions: Int, policy: RetryPolicy = RetryPolicy(), random: any RandomSource,
        seal: (any BodyEncryption)? = nil
    ) {
        self.pool = pool
        self.partitions = partitions
        self.seal = seal
        self.policy = policy
        self.random = random
    }

    /// Counts an attempt before it is made, so that one which ends the process is counted too.
    public func recordAttempt(_ delivery: Delivery) async throws -> Int {
        guard let id = delivery.properties.messageID.flatMap({ Identifier<MessageTag>($0) }) else { return 1 }
        // Index: inbox_attempts' primary key.
        return Int(
            try await pool.query(
                """
                INSERT INTO inbox_attempts (message_id, attempts) VALUES (\(id), 1)
                ON CONFLICT (message_id) DO UPDATE SET attempts = inbox_attempts.attempts + 1
                RETURNING attempts
                """
            ).only(Int32.self))
    }

    /// Makes the delivery wait for its next attempt, or a dead letter after the last.
    @discardableResult
    public func recordFailure(_ delivery: Delivery, error: String) async throws -> Disposition {
        try await recordFailure(delivery, claim: nil, error: error)
    }

    /// Makes the delivery a dead letter, unless another process has applied it meanwhile.
    @discardableResult
    public func refuse(_ delivery: Delivery, reason: String) async throws -> Disposition {
        try await refuse(delivery, claim: nil, reason: reason)
    }

    private func recordFailure(_ delivery: Delivery, claim: Timestamp?, error: String) async throws -> Disposition {
        guard let entry = InboxEntry(any: delivery) else {
            return try await refuse(delivery, claim: claim, reason: "no readable message_id; \(error)")
        }
        let body = try stored(delivery)
        return try await pool.withTransaction { transaction in
            guard try await isStillOpen(entry, in: transaction) else { return .ignored }
            let row = try await transaction.query(InboxStatements.lockWaiting(entry.messageID)).first
            if let claim {
                // Another process has it by now, or has finished it: what it came to there counts.
                guard let row, try row.decode(Timestamp?.self, at: 1) == claim else { return .ignored }
            } else if row != nil {
                // It waits already and came from the broker again: its row says when it is tried.
                try await transaction.run([InboxStatements.forgetAttempts([entry.messageID])])
                return .ignored
            }
            let attempts = 1 + (try row.map { Int(try $0.decode(Int32.self, at: 0)) } ?? 0)
            guard attempts >= policy.attempts else {
                let delay = policy.delay(afterAttempt: attempts, random: random.next())
                try await transaction.run([
                    InboxStatements.recordFailure(entry, body: body, error: error, delay: delay),
                    InboxStatements.forgetAttempts([entry.messageID]),
                ])
                return .waits
            }
            try await transaction.run([
                DeadLetterStatements.insert(draft(delivery, body, reason: error, attempts: attempts)),
                InboxStatements.settleWaiting([entry.messageID]),
                InboxStatements.forgetAttempts([entry.messageID]),
            ])
            return .dead
        }
    }

    private func refuse(_ delivery: Delivery, claim: Timestamp?, reason: String) async throws -> Disposition {
        let entry = InboxEntry(any: delivery)
        var statements = [
            DeadLetterStatements.insert(draft(delivery, try stored(delivery), reason: reason, attempts: 1))
        ]
        // What came from the broker may bear the id of another message, which goes on waiting.
        if let entry, entry.isRetry { statements.append(InboxStatements.settleWaiting([entry.messageID])) }
        return try await pool.withTransaction { transaction in
            if let entry, try await !isStillOpen(entry, in: transaction) { return .ignored }
            if let entry, let claim {
                let row = try await transaction.query(InboxStatements.lockWaiting(entry.messageID)).first
                guard let row, try row.decode(Timestamp?.self, at: 1) == claim else { return .ignored }
            }
            try await transaction.runAndCommit(statements)
            return .dead
        }
    }

    /// Takes the partition's lock and says whether this very message has not been applied.
    private func isStillOpen(_ entry: InboxEntry, in transaction: PostgresTransaction) async throws -> Bool {
        // Index: inbox's primary key.
        let rows = try await transaction.pipeline([
            InboxStatements.lock([entry], of: partitions),
            InboxStatements.applied([entry.messageID]),
        ])
        let hashes = try rows[1].map { UInt64(bitPattern: try $0.decode(Int64.self, at: 1)) }
        return !hashes.contains(entry.bodyHash)
    }

    // MARK: Waiting messages

    /// Claims the waiting deliveries whose time has come, oldest first.
    ///
    /// One that does not open has failed an attempt; the others go on.
    public func claim(limit: Int) async throws -> [ClaimedDelivery] {
        // One statement by itself: it is asked for ten times a second, and mostly finds nothing.
        let rows = try await pool.query(InboxStatements.claim(limit: limit, lease: Self.lease))
        var claimed: [ClaimedDelivery] = []
        var unopened: [Statement] = []
        for row in rows {
            let properties = try MessageProperties(storedJSON: row.decode(JSONBytes.self, at: 1).bytes)
            var body = try row.decode([UInt8].self, at: 2)
            let until = try row.decode(Timestamp.self, at: 6)
            if try row.decode(Bool.self, at: 3), let seal {
                do {
                    body = try seal.open(body, messageID: properties.messageID)
                } catch {
                    let attempts = Int(try row.decode(Int32.self, at: 5)) + 1
                    unopened.append(failedToOpen(try row.decode(at: 4), claim: until, attempts: attempts))
                    continue
                }
            }
            claimed.append(
                ClaimedDelivery(
                    .retry(properties: properties, routingKey: try row.decode(at: 0), body: body), until: until))
        }
        if !unopened.isEmpty {
            let statements = unopened
            _ = try await pool.withTransaction { try await $0.runAndCommit(statements) }
        }
        return claimed
    }

    /// Renews the claim and counts the attempt, in one statement.
    public func begin(_ claimed: ClaimedDelivery) async throws -> (claimed: ClaimedDelivery, attempts: Int)? {
        guard let id = InboxEntry(any: claimed.delivery)?.messageID else { return (claimed, 1) }
        let rows = try await pool.query(InboxStatements.begin(id, claim: claimed.until, lease: Self.lease))
        return try rows.first.map { row in
            (ClaimedDelivery(claimed.delivery, until: try row.decode(at: 0)), Int(try row.decode(Int32.self, at: 1)))
        }
    }

    /// Makes the message wait for its next attempt, or a dead letter after the last.
    @discardableResult
    public func recordFailure(_ claimed: ClaimedDelivery, error: String) async throws -> Disposition {
        try await recordFailure(claimed.delivery, claim: claimed.until, error: error)
    }

    /// Makes the message a dead letter, unless another process has applied it meanwhile.
    @discardableResult
    public func refuse(_ claimed: ClaimedDelivery, reason: String) async throws -> Disposition {
        try await refuse(claimed.delivery, claim: claimed.until, reason: reason)
    }

    /// Lets the message be tried again soon, by whichever process; the attempt does not count.
    public func release(_ claimed: ClaimedDelivery) async throws {
        guard let id = InboxEntry(any: claimed.delivery)?.messageID else { return }
        let delay = policy.delay(afterAttempt: 1, random: random.next())
        _ = try await pool.withTransaction { transaction in
            try await transaction.runAndCommit([
                InboxStatements.release(id, claim: claimed.until, delay: delay), InboxStatements.takeBackAttempt(id),
            ])
        }
    }

    /// The key may be another process's, or this one's after its next start; after the last attempt the message is a
    /// dead letter, sealed as it is.
    private func failedToOpen(_ id: Identifier<MessageTag>, claim: Timestamp, attempts: Int) -> Statement {
        let error = "the sealed body does not open"
        guard attempts < policy.attempts else { return DeadLetterStatements.giveUp(id, claim: claim, reason: error) }
        let delay = policy.delay(afterAttempt: attempts, random: random.next())
        return InboxStatements.postpone(id, claim: claim, error: error, delay: delay)
    }

    private func stored(_ delivery: Delivery) throws -> StoredBody {
        guard let seal else { return StoredBody(bytes: delivery.body, isSealed: false) }
        return StoredBody(
            bytes: try seal.seal(delivery.body, messageID: delivery.properties.messageID?.storable), isSealed: true)
    }

    private func draft(
        _ delivery: Delivery, _ body: StoredBody, reason: String, attempts: Int
    ) -> DeadLetterDraft {
        let entry = InboxEntry(any: delivery)
        // An id may come in capitals; it is looked for as we write it.
        return DeadLetterDraft(
            direction: .in, messageID: entry?.messageID.description ?? delivery.properties.messageID,
            aggregate: entry?.position?.aggregate, aggregateVersion: entry?.position?.version, reason: reason,
            attempts: attempts, routingKey: delivery.routingKey, properties: delivery.properties, body: body)
    }
}

extension InboxEntry {
    /// The entry of an event or a command, whichever it is; nil where there is no readable message id.
    init?(any delivery: Delivery) {
        // Whatever headers a command has: a position in an aggregate's life would keep the event out that belongs there.
        if !delivery.properties.isCommand, let envelope = try? Envelope(delivery.properties) {
            self.init(delivery, envelope: envelope)
        } else if let id = delivery.properties.messageID.flatMap({ Identifier<MessageTag>($0) }) {
            self.init(delivery, messageID: id)
        } else {
            return nil
        }
    }
}
