public import DispatchDomain
public import Kernel
public import Messaging

/// One order's way from one stored state to the next.
public struct Change: Sendable {
    /// nil for a new order.
    public let before: WorkOrder?
    /// What is to be stored.
    public let after: WorkOrder
    /// What was told, in order; may be empty where only the timer moved.
    public let events: [WorkOrderEvent]
    /// What others hear of it.
    public let drafts: [EventDraft]
    /// When something falls due next; nil if nothing does.
    public let nextDue: WorkOrder.Due?
    /// Who acted; nil where a message or a timer did.
    public let actor: ActorID?
    /// The word for the audit row.
    public let action: Action
    /// When it was decided.
    public let at: Timestamp

    /// The actions that change an order.
    public enum Action: String, Sendable, CaseIterable {
        case issue, accept, decline, assign, arrive, submit, verify, cancel
        /// What time brought.
        case passTime = "pass_time"
    }

    /// - Parameter cause: the message that led to it; nil where a call or a timer did.
    public init(_ deciding: Deciding, before: WorkOrder?, actor: ActorID?, action: Action, cause: Causation? = nil) {
        self.before = before
        after = deciding.order
        events = deciding.events
        drafts = Telling.drafts(deciding.events, of: deciding.order, at: deciding.now).map { $0.caused(by: cause) }
        nextDue = deciding.order.nextDue(deciding.rules)
        self.actor = actor
        self.action = action
        at = deciding.now
    }
}
