/// What the handling of one message came to.
public enum Outcome: Sendable, Hashable {
    /// Its effects are committed.
    case applied
    /// It had been applied before: no effect.
    case duplicate
    /// It waits, as a row, for an earlier event of its aggregate.
    case held
    /// It can never be applied: it becomes a dead letter with this reason.
    case refused(Refusal)
}

/// Takes a batch of one partition: Inbound's side of the consumer loop.
public protocol DeliveryHandler: Sendable {
    /// Handles the deliveries in order and in one transaction.
    ///
    /// - Returns: one outcome per delivery. A `refused` one had no effect, and the others are committed.
    /// - Throws: when nothing was committed; the loop then isolates the offender by halving the batch.
    func handle(_ batch: [Delivery]) async throws -> [Outcome]
}
