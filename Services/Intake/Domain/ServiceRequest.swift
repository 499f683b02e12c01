public import Kernel

/// A service request 诉求: what a citizen asked for, from its registration to its rating.
public struct ServiceRequest: Sendable, Hashable, Identifiable {
    /// Its identifier.
    public let id: ServiceRequestID
    /// The number that the requester was given.
    public let number: RequestNumber
    /// How it reached us.
    public let channel: Channel
    /// When its clock started.
    public let registeredAt: Timestamp
    /// Its category; nil until triage where the lexicon is not sure.
    public var category: Category?
    /// How soon it has to be dealt with.
    public var urgency: Urgency
    /// The area that is responsible, or the coarsest one that is sure.
    public var area: AreaCode
    /// Whether it is placed in a grid or a community.
    public var located: Bool
    /// Where it stands.
    public var state: RequestState
    /// The number of its work order: 0 before the first one.
    public var round: Int
    /// The work order that was verified last.
    public var workOrder: WorkOrderID?
    /// Callbacks of this round.
    public var attempts: Int
    /// Whether it was reopened too often and a leader has it 包案.
    public var isLeaderCase: Bool
    /// What the last callback came to.
    public var callback: CallbackResult?
    /// The rating in stars.
    public var stars: Int?
    /// When it came to a state that nothing follows.
    public var endedAt: Timestamp?
    /// When it came to the state in which it is.
    public var since: Timestamp
    /// The number of its events.
    public var version: Version

    /// Makes a request as it is stored.
    public init(
        id: ServiceRequestID, number: RequestNumber, channel: Channel, registeredAt: Timestamp, category: Category?,
        urgency: Urgency, area: AreaCode, located: Bool, state: RequestState, round: Int, workOrder: WorkOrderID?,
        attempts: Int, isLeaderCase: Bool, callback: CallbackResult?, stars: Int?, endedAt: Timestamp?,
        since: Timestamp, version: Version
    ) {
        self.id = id
        self.number = number
        self.channel = channel
        self.registeredAt = registeredAt
        self.category = category
        self.urgency = urgency
        self.area = area
        self.located = located
        self.state = state
        self.round = round
        self.workOrder = workOrder
        self.attempts = attempts
        self.isLeaderCase = isLeaderCase
        self.callback = callback
        self.stars = stars
        self.endedAt = endedAt
        self.since = since
        self.version = version
    }

    /// How often it was reopened.
    public var reopenings: Int { max(0, round - 1) }

    /// The whole life of a request that has just been registered.
    ///
    /// - Precondition: the first event is `registered`.
    public init(id: ServiceRequestID, events: [RequestEvent], at now: Timestamp) {
        guard case .registered(let channel, let category, let urgency, let placement, let number)? = events.first else {
            preconditionFailure("a request's life begins with its registration")
        }
        self.init(
            id: id, number: number, channel: channel, registeredAt: now, category: category, urgency: urgency,
            area: placement.area, located: placement.isLocated, state: .registered, round: 0, workOrder: nil,
            attempts: 0, isLeaderCase: false, callback: nil, stars: nil, endedAt: nil, since: now,
            version: Version(value: 1))
        for event in events.dropFirst() { apply(event, at: now) }
    }
}
