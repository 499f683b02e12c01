public import City
public import Kernel

/// A service request 诉求: what a citizen asked for, from its registration to its rating.
///
/// It is made by its events alone: `apply` is the only place where it changes.
public struct ServiceRequest: Aggregate, Hashable, Identifiable {
    /// Its identifier.
    public let id: ServiceRequestID
    /// The number that the requester was given.
    public let number: RequestNumber
    /// How it reached us.
    public let channel: Channel
    /// When its clock started.
    public let registeredAt: Timestamp
    /// How soon it has to be dealt with.
    public internal(set) var urgency: Urgency
    /// The area that is responsible, or the coarsest one that is sure.
    public internal(set) var area: AreaCode
    /// Whether it is placed in a grid or a community.
    public internal(set) var located: Bool
    /// Where it stands.
    public internal(set) var progress: RequestProgress
    /// When it came to the state in which it is.
    public internal(set) var since: Timestamp
    /// The number of its events.
    public internal(set) var version: Version

    /// A request as it is stored.
    public init(
        id: ServiceRequestID, number: RequestNumber, channel: Channel, registeredAt: Timestamp, urgency: Urgency,
        area: AreaCode, located: Bool, progress: RequestProgress, since: Timestamp, version: Version
    ) {
        self.id = id
        self.number = number
        self.channel = channel
        self.registeredAt = registeredAt
        self.urgency = urgency
        self.area = area
        self.located = located
        self.progress = progress
        self.since = since
        self.version = version
    }

    /// A request that has just been registered.
    public init(_ terms: RequestTerms, at now: Timestamp) {
        self.init(
            id: terms.id, number: terms.number, channel: terms.channel, registeredAt: now, urgency: terms.urgency,
            area: terms.placement.area, located: terms.placement.isLocated, progress: .registered(terms.category),
            since: now, version: Version(value: 1))
    }

    /// The state without its data.
    public var state: RequestState { progress.state }

    /// Its category; nil until triage where the lexicon is not sure.
    public var category: Category? { progress.figures.category }

    /// The number of its round of handling: 0 before the first one.
    public var round: Int { progress.figures.round }

    /// The work order that was verified last.
    public var workOrder: WorkOrderID? { progress.figures.workOrder }

    /// Callbacks of this round.
    public var attempts: Int { progress.figures.attempts }

    /// Whether it was reopened too often and a leader has it 包案.
    public var isLeaderCase: Bool { progress.figures.isLeaderCase }

    /// What the last callback came to.
    public var callback: CallbackResult? { progress.figures.callback }

    /// The rating in stars.
    public var stars: Int? { progress.figures.stars }

    /// When it came to a state that nothing follows.
    public var endedAt: Timestamp? { state.isFinal ? since : nil }
}
