public import Kernel
public import Messaging

/// An aggregate whose events others hear of; Application says how each becomes a message of the contract.
public protocol EventMapping: Aggregate {
    /// The message for an event; nil for one that stays inside of the context.
    ///
    /// Called on the aggregate as it is right after the event.
    func draft(of event: Event, at now: Timestamp) -> EventDraft?
}
