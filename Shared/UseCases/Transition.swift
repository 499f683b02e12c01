public import Kernel
public import Messaging

/// What a command did to one aggregate: everything that has to be stored of it.
public struct Transition<Item: EventMapping>: Sendable {
    /// The aggregate as it was; nil where the command made it.
    public let before: Item?
    /// The aggregate as it is now.
    public private(set) var after: Item
    /// What happened, in order, each with the version that the aggregate had afterwards.
    public private(set) var events: [(event: Item.Event, version: Version)]
    /// What others hear of it, in order, with its cause.
    public private(set) var drafts: [EventDraft]
    /// Name of the command, such as `accept`.
    public let action: String
    /// The acting person or system; nil where a message or a timer acted.
    public let actor: ActorID?
    /// The call or message that led to it.
    public let cause: Causation?
    /// The moment of the decision.
    public let at: Timestamp

    /// Applies the events of a decision.
    public init(
        _ before: Item, _ events: [Item.Event], rules: Item.Rules, action: some RawRepresentable<String>,
        actor: ActorID? = nil, cause: Causation? = nil, at now: Timestamp
    ) {
        self.before = before
        self.after = before
        self.events = []
        drafts = []
        self.action = action.rawValue
        self.actor = actor
        self.cause = cause
        at = now
        append(events, rules: rules)
    }

    /// An aggregate that begins with an event.
    ///
    /// - Parameters:
    ///   - first: the event that made it.
    ///   - events: what followed in the same decision.
    public init(
        creating item: Item, _ first: Item.Event, _ events: [Item.Event] = [], rules: Item.Rules,
        action: some RawRepresentable<String>, actor: ActorID? = nil, cause: Causation? = nil, at now: Timestamp
    ) {
        before = nil
        after = item
        self.events = []
        drafts = []
        self.action = action.rawValue
        self.actor = actor
        self.cause = cause
        at = now
        record(first)
        append(events, rules: rules)
    }

    /// Whether nothing happened: such a transition writes nothing.
    public var isEmpty: Bool { events.isEmpty }

    /// Takes in what a later decision of the same transaction came to.
    public mutating func append(_ events: [Item.Event], rules: Item.Rules) {
        for event in events {
            after.apply(event, at: at, rules: rules)
            record(event)
        }
    }

    private mutating func record(_ event: Item.Event) {
        events.append((event, after.version))
        guard var draft = after.draft(of: event, at: at)?.caused(by: cause) else { return }
        draft.action = action
        draft.actor = actor?.retagged()
        drafts.append(draft)
    }
}
