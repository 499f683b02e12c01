import Synchronization

/// Identifies a waiting caller, and says from any thread whether it no longer waits.
final class CallerTicket: Sendable, Equatable {
    private let cancelled = Atomic(false)

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }

    static func == (left: CallerTicket, right: CallerTicket) -> Bool { left === right }
}
