public import Kernel
public import Messaging

/// A waiting message that one process has claimed: no other one tries it before the claim ends.
public struct ClaimedDelivery: Sendable {
    /// The message.
    public let delivery: Delivery
    /// When the claim ends.
    ///
    /// It names the claim: while it stands in the row, nobody else has claimed the message.
    public let until: Timestamp

    /// Makes it.
    public init(_ delivery: Delivery, until: Timestamp) {
        self.delivery = delivery
        self.until = until
    }
}

/// What the retry loop asks of the waiting messages, however many processes run it side by side.
public protocol WaitingStore: Sendable {
    /// Claims messages whose retry is due, longest overdue first.
    func claim(limit: Int) async throws -> [ClaimedDelivery]
    /// Renews the claim and counts an attempt before it is made; the count survives the end of the process.
    ///
    /// - Returns: nil where the claim has ended and another process may have the message.
    func begin(_ claimed: ClaimedDelivery) async throws -> (claimed: ClaimedDelivery, attempts: Int)?
    /// Keeps a failed message for its next attempt, or with the dead letters after the last one; nothing where the claim
    /// has ended.
    func recordFailure(_ claimed: ClaimedDelivery, error: String) async throws -> Disposition
    /// Puts a message with the dead letters; nothing where the claim has ended.
    func refuse(_ claimed: ClaimedDelivery, reason: String) async throws -> Disposition
    /// Takes back an attempt that the servers did not let be made, and gives the claim up.
    func release(_ claimed: ClaimedDelivery) async throws
}
