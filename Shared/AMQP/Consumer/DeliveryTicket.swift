import Synchronization

/// Lets a waiting caller be found again, and says that he no longer waits.
final class DeliveryTicket: Sendable {
    private let cancelled = Atomic(false)

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }
}
