import City
import DispatchDomain
import Kernel
import Messaging
import Reliability
import Wire

/// The rows of one context's schema.
struct Tables {
    struct Outbox {
        let seq: Int64
        let xid: UInt64
        let event: Event
    }

    struct Waiting {
        let event: Event
        /// nil = held until its predecessor is applied.
        var dueAt: Timestamp?
        var attempts: Int
        var error: String?
    }

    struct Dead {
        let event: Event
        let reason: String
    }

    /// One application of an event, in the order of the commits.
    struct Applied: Equatable {
        let event: Int
        let position: InboxEntry.Position
    }

    /// One event of a work order, as its journal keeps it.
    struct Recorded {
        let order: WorkOrderID
        let version: Int64
        let event: WorkOrderEvent
        let at: Timestamp
    }

    // The inbox.
    var inbox: [Identifier<MessageTag>: UInt64] = [:]
    var versions: [Identifier<AggregateTag>: Int64] = [:]
    var waiting: [Identifier<MessageTag>: Waiting] = [:]
    var attempts: [Identifier<MessageTag>: Int] = [:]
    var deadIn: [Identifier<MessageTag>: Dead] = [:]
    // The outbox.
    var cursor = JournalCursor.start
    var deadOut: [Identifier<MessageTag>: Dead] = [:]
    // The state.
    var applied: [Applied] = []
    /// What an aggregate's events have added up to.
    var tallies: [Identifier<AggregateTag>: Int] = [:]
    /// The keys of the commands that were carried out, by request, in order.
    var requests: [Identifier<AggregateTag>: [Int]] = [:]
    var orders: [WorkOrderID: WorkOrder] = [:]
    var timers: [WorkOrderID: Timestamp] = [:]
    var recorded: [Recorded] = []

    /// Whether anything is to be tried again.
    func hasDue(at now: Timestamp) -> Bool {
        waiting.values.contains { $0.dueAt.map { $0 <= now } ?? false }
    }

    /// Events that wait, in a fixed order.
    var waitingInOrder: [Waiting] { waiting.values.sorted { $0.event.number < $1.event.number } }
}
