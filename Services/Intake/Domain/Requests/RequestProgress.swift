public import City
public import Kernel

/// Where a service request stands, with the data that exists only there.
public enum RequestProgress: Sendable, Hashable {
    /// It waits for triage; the category where it is sure.
    case registered(Category?)
    /// A work order is out for this round.
    case accepted(AcceptedRound)
    /// The work of this round is verified.
    case callbackDue(VerifiedRound)
    /// It ended with a callback.
    case closed(ClosedRound)
    /// Another authority has it.
    case handedOver(Category?)
    /// It was not accepted.
    case refused(Category?)
    /// It was withdrawn, from any open state.
    case withdrawn(Withdrawal)

    /// The state without its data.
    public var state: RequestState {
        switch self {
        case .registered: .registered
        case .accepted: .accepted
        case .callbackDue: .callbackDue
        case .closed: .closed
        case .handedOver: .handedOver
        case .refused: .refused
        case .withdrawn: .withdrawn
        }
    }

    /// All that is known in this state, as columns and answers hold it.
    public var figures: RequestFigures {
        switch self {
        case .registered(let category), .handedOver(let category), .refused(let category):
            RequestFigures(category: category)
        case .accepted(let round):
            RequestFigures(
                category: round.category, round: round.number, workOrder: round.reopening?.workOrder,
                callback: round.reopening?.callback)
        case .callbackDue(let round): round.figures
        case .closed(let round): round.figures
        case .withdrawn(let withdrawal): withdrawal.figures
        }
    }

    /// The progress that stored columns stand for; nil if they contradict each other.
    public init?(_ state: RequestState, _ figures: RequestFigures) {
        switch state {
        case .registered: self = .registered(figures.category)
        case .accepted:
            guard let round = AcceptedRound(figures) else { return nil }
            self = .accepted(round)
        case .callbackDue:
            guard let round = VerifiedRound(figures) else { return nil }
            self = .callbackDue(round)
        case .closed:
            guard let round = ClosedRound(figures) else { return nil }
            self = .closed(round)
        case .handedOver: self = .handedOver(figures.category)
        case .refused: self = .refused(figures.category)
        case .withdrawn: self = .withdrawn(Withdrawal(figures))
        }
        // What has no room in the state was never true of it.
        guard self.figures == figures else { return nil }
    }
}

/// What is known of a request's handling in any state, side by side; most of it exists in some states only.
public struct RequestFigures: Sendable, Hashable {
    /// The category; nil where none is sure.
    public var category: Category?
    /// The number of the round; 0 before the first.
    public var round: Int
    /// The work order that was verified last.
    public var workOrder: WorkOrderID?
    /// Callbacks of this round.
    public var attempts: Int
    /// Whether a leader has it 包案.
    public var isLeaderCase: Bool
    /// What the last callback came to.
    public var callback: CallbackResult?
    /// The rating.
    public var stars: Int?

    /// Makes the figures; what is left out is not there.
    public init(
        category: Category? = nil, round: Int = 0, workOrder: WorkOrderID? = nil, attempts: Int = 0,
        isLeaderCase: Bool = false, callback: CallbackResult? = nil, stars: Int? = nil
    ) {
        self.category = category
        self.round = round
        self.workOrder = workOrder
        self.attempts = attempts
        self.isLeaderCase = isLeaderCase
        self.callback = callback
        self.stars = stars
    }
}
