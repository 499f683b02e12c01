public import Kernel
public import Messaging
public import Postgres
import Wire

/// What the consumer loop writes besides a batch's own transaction.
public protocol InboxStore: Sendable {
    /// Counts an attempt before it is made; the count survives the end of the process. Returns the attempts so far.
    func recordAttempt(_ delivery: Delivery) async throws -> Int
    /// Keeps a failed message for its next attempt, or with the dead letters after the last one.
    func recordFailure(_ delivery: Delivery, error: String) async throws
    /// Puts a message with the dead letters.
    func refuse(_ delivery: Delivery, reason: String) async throws
    /// Messages whose retry is due, longest overdue first.
    func due(limit: Int) async throws -> [Delivery]
}

/// The inbox tables of a context's schema.
public struct PostgresInbox: InboxStore {
    private let pool: PostgresPool
    private let policy: RetryPolicy
    private let random: any RandomSource
    private let seal: (any BodySeal)?
    private let partitions: Int

    /// Makes the consumer's view of the inbox.
    ///
    /// - Parameters:
    ///   - partitions: fixed at installation.
    ///   - seal: seals what waits or is dead; nil where no message carries personal data.
    public init(
        pool: PostgresPool, partitions: Int, policy: RetryPolicy = RetryPolicy(), random: any RandomSource,
        seal: (any BodySeal)? = nil
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
    public func recordFailure(_ delivery: Delivery, error: String) async throws {
        guard let receipt = Receipt(any: delivery) else {
            return try await refuse(delivery, reason: "no readable message_id; \(error)")
        }
        let body = try stored(delivery)
        try await pool.withTransaction { transaction in
            guard try await isStillOpen(receipt, in: transaction) else { return }
            // Index: inbox_waiting's primary key.
            let before =
                try await transaction.query(
                    "SELECT attempts FROM inbox_waiting WHERE message_id = \(receipt.messageID) FOR UPDATE"
                ).first.map { Int(try $0.decode(Int32.self, at: 0)) } ?? 0
            guard before + 1 >= policy.attempts else {
                let delay = policy.delay(afterAttempt: before + 1, random: random.next())
                try await transaction.run([
                    InboxStatements.recordFailure(receipt, body: body, error: error, delay: delay),
                    InboxStatements.forgetAttempts([receipt.messageID]),
                ])
                return
            }
            try await transaction.run([
                DeadLetterStatements.insert(draft(delivery, body, reason: error, attempts: before + 1)),
                InboxStatements.settleWaiting([receipt.messageID]),
                InboxStatements.forgetAttempts([receipt.messageID]),
            ])
        }
    }

    /// Makes the delivery a dead letter, unless another process has applied it meanwhile.
    public func refuse(_ delivery: Delivery, reason: String) async throws {
        let receipt = Receipt(any: delivery)
        var statements = [
            DeadLetterStatements.insert(draft(delivery, try stored(delivery), reason: reason, attempts: 1))
        ]
        // What came from the broker may bear the id of another message, which goes on waiting.
        if let receipt, receipt.isRetry { statements.append(InboxStatements.settleWaiting([receipt.messageID])) }
        try await pool.withTransaction { transaction in
            if let receipt, try await !isStillOpen(receipt, in: transaction) { return }
            try await transaction.runAndCommit(statements)
        }
    }

    /// Takes the partition's lock and says whether this very message has not been applied.
    private func isStillOpen(_ receipt: Receipt, in transaction: PostgresTransaction) async throws -> Bool {
        // Index: inbox's primary key.
        let rows = try await transaction.pipeline([
            InboxStatements.lock([receipt], of: partitions),
            InboxStatements.applied([receipt.messageID]),
        ])
        let hashes = try rows[1].map { UInt64(bitPattern: try $0.decode(Int64.self, at: 1)) }
        return !hashes.contains(receipt.bodyHash)
    }

    /// The waiting deliveries whose time has come, oldest first.
    ///
    /// One that does not open has failed an attempt; the others go on.
    public func due(limit: Int) async throws -> [Delivery] {
        // Index: inbox_waiting_due.
        let rows = try await pool.query(
            """
            SELECT routing_key, properties, body, sealed, message_id, attempts FROM inbox_waiting
            WHERE due_at <= statement_timestamp() ORDER BY due_at, aggregate_id, aggregate_version LIMIT \(limit)
            """)
        var deliveries: [Delivery] = []
        for row in rows {
            let properties = try MessageProperties(storedJSON: row.decode(JSONBytes.self, at: 1).bytes)
            var body = try row.decode([UInt8].self, at: 2)
            if try row.decode(Bool.self, at: 3), let seal {
                do {
                    body = try seal.open(body, messageID: properties.messageID)
                } catch {
                    try await failedToOpen(row.decode(at: 4), attempts: Int(row.decode(Int32.self, at: 5)) + 1)
                    continue
                }
            }
            deliveries.append(.retry(properties: properties, routingKey: try row.decode(at: 0), body: body))
        }
        return deliveries
    }

    /// The key may be another process's, or this one's after its next start; after the last attempt the message is a
    /// dead letter, sealed as it is.
    private func failedToOpen(_ id: Identifier<MessageTag>, attempts: Int) async throws {
        let error = "the sealed body does not open"
        guard attempts < policy.attempts else {
            _ = try await pool.query(DeadLetterStatements.giveUp(id, reason: error).sql)
            return
        }
        let delay = policy.delay(afterAttempt: attempts, random: random.next())
        _ = try await pool.query(InboxStatements.postpone(id, error: error, delay: delay).sql)
    }

    private func stored(_ delivery: Delivery) throws -> StoredBody {
        guard let seal else { return StoredBody(bytes: delivery.body, isSealed: false) }
        return StoredBody(
            bytes: try seal.seal(delivery.body, messageID: delivery.properties.messageID?.storable), isSealed: true)
    }

    private func draft(
        _ delivery: Delivery, _ body: StoredBody, reason: String, attempts: Int
    ) -> DeadLetterDraft {
        let receipt = Receipt(any: delivery)
        // An id may come in capitals; it is looked for as we write it.
        return DeadLetterDraft(
            direction: .in, messageID: receipt?.messageID.description ?? delivery.properties.messageID,
            aggregate: receipt?.position?.aggregate, aggregateVersion: receipt?.position?.version, reason: reason,
            attempts: attempts, routingKey: delivery.routingKey, properties: delivery.properties, body: body)
    }
}

extension Receipt {
    /// The receipt of an event or a command, whichever it is; nil where there is no readable message id.
    init?(any delivery: Delivery) {
        // Whatever headers a command has: a place in an aggregate's life would keep the event out that belongs there.
        if !delivery.properties.isCommand, let envelope = try? Envelope(delivery.properties) {
            self.init(delivery, envelope: envelope)
        } else if let id = delivery.properties.messageID.flatMap({ Identifier<MessageTag>($0) }) {
            self.init(delivery, messageID: id)
        } else {
            return nil
        }
    }
}
