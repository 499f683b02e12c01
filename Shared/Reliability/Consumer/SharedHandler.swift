public import Messaging

/// Lets the partitions of a stream share transactions: what came while one runs goes with the next.
///
/// At a city's usual pace a partition brings one message at a time, and a transaction of its own is what that message
/// costs most. Batches of different partitions have no aggregate in common, so they may stand in one transaction in any
/// order. What the broker delivered before is handled by itself, so that what ends the process drags along no other
/// partition's messages.
///
/// Source: PostgreSQL costs 172–239 µs a message at one per transaction, 25 µs at 100.
public struct SharedHandler: DeliveryHandler {
    private let handler: any DeliveryHandler
    private let commits: GroupCommit<[Delivery], Result<[Outcome], any Error>>

    /// Deliveries a transaction.
    public static let deliveriesAtOnce = 200
    /// Transactions side by side: while one waits for the disk, the next one is decided.
    public static let transactionsAtOnce = 2

    /// Shares the transactions of a handler among those who call this one.
    public init(_ handler: any DeliveryHandler) {
        self.handler = handler
        commits = GroupCommit(
            limit: Self.deliveriesAtOnce, flushesAtOnce: Self.transactionsAtOnce, weight: \.count
        ) { batches in
            await Self.handleTogether(batches, by: handler)
        }
    }

    /// Handles a batch, together with those of other partitions that wait at the same time.
    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        guard !batch.contains(where: \.redelivered) else { return try await handler.handle(batch) }
        return try await commits.submit(batch).get()
    }

    /// All in one transaction; where that fails by a message's fault, each batch in its own, so that only the
    /// offender's partition hears of it.
    static func handleTogether(
        _ batches: [[Delivery]], by handler: any DeliveryHandler
    ) async -> [Result<[Outcome], any Error>] {
        do {
            var outcomes = try await handler.handle(Array(batches.joined()))[...]
            return batches.map { batch in
                defer { outcomes = outcomes.dropFirst(batch.count) }
                return .success(Array(outcomes.prefix(batch.count)))
            }
        } catch {
            guard batches.count > 1, !FailureKind.isTransient(error) else {
                return batches.map { _ in .failure(error) }
            }
            var results: [Result<[Outcome], any Error>] = []
            for batch in batches {
                do {
                    results.append(.success(try await handler.handle(batch)))
                } catch {
                    results.append(.failure(error))
                }
            }
            return results
        }
    }
}
