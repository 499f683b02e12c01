import Synchronization

/// Identifies a waiting caller, and says whether it no longer waits.
final class DeliveryTicket: Sendable {
    private let cancelled = Atomic(false)

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }
}

extension DeliveryTicket: Equatable {
    static func == (left: DeliveryTicket, right: DeliveryTicket) -> Bool { left === right }
}
