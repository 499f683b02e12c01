public import Kernel
public import Wire

/// What led to an event; it rides with the event, so that one case can be followed across the contexts.
public struct Causation: Sendable, Hashable {
    /// W3C trace context of the work that came to the event.
    public let traceparent: String?
    /// The message that led to it; nil where a call did.
    public let message: Identifier<MessageTag>?

    /// The call that was made within a trace.
    public init(traceparent: String) {
        self.traceparent = traceparent
        message = nil
    }

    /// The message that came; a malformed trace is none.
    public init(_ entry: InboxEntry) {
        traceparent = entry.properties.headers.string("traceparent").flatMap { $0.isTraceParent ? $0 : nil }
        message = entry.messageID
    }
}

extension EventDraft {
    /// The same event with what led to it.
    public func caused(by cause: Causation?) -> EventDraft {
        guard let cause else { return self }
        var draft = self
        draft.traceparent = cause.traceparent
        draft.causation = cause.message
        return draft
    }
}
