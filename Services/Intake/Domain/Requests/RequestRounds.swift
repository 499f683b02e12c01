public import City
public import Kernel

/// A round of handling whose work order is out.
public struct AcceptedRound: Sendable, Hashable {
    /// The category that the work order is issued for.
    public let category: Category
    /// The number of the round, from 1.
    public let number: Int
    /// Why there is a second or later round; nil in the first.
    public let reopening: Reopening?

    /// What the round before came to.
    public struct Reopening: Sendable, Hashable {
        /// Its work order.
        public let workOrder: WorkOrderID
        /// What the requester said of it.
        public let callback: CallbackResult
    }

    /// The round that follows on a request's present state.
    init(category: Category, number: Int, after progress: RequestProgress) {
        self.category = category
        self.number = number
        if case .callbackDue(let round) = progress, let callback = round.callback {
            reopening = Reopening(workOrder: round.workOrder, callback: callback)
        } else {
            reopening = nil
        }
    }

    init?(_ figures: RequestFigures) {
        guard let category = figures.category, figures.round >= 1 else { return nil }
        self.category = category
        number = figures.round
        switch (figures.workOrder, figures.callback) {
        case (nil, nil) where number == 1: reopening = nil
        case (let workOrder?, let callback?) where number > 1:
            reopening = Reopening(workOrder: workOrder, callback: callback)
        default: return nil
        }
    }
}

/// A round of handling that is verified and on which the requester is called back.
public struct VerifiedRound: Sendable, Hashable {
    /// The category that was handled.
    public let category: Category
    /// The number of the round, from 1.
    public let number: Int
    /// The work order that was verified.
    public let workOrder: WorkOrderID
    /// Callbacks of this round.
    public internal(set) var attempts: Int
    /// What the last callback came to, of the round before where this one has none yet.
    public internal(set) var callback: CallbackResult?
    /// Whether a leader has it 包案.
    public internal(set) var isLeaderCase: Bool

    init(_ round: AcceptedRound, workOrder: WorkOrderID) {
        category = round.category
        number = round.number
        self.workOrder = workOrder
        attempts = 0
        callback = round.reopening?.callback
        isLeaderCase = false
    }

    init?(_ figures: RequestFigures) {
        guard let category = figures.category, let workOrder = figures.workOrder, figures.round >= 1,
            figures.attempts >= 0, (figures.callback != nil) == (figures.attempts > 0 || figures.round > 1),
            !figures.isLeaderCase || figures.attempts > 0
        else { return nil }
        self.category = category
        number = figures.round
        self.workOrder = workOrder
        attempts = figures.attempts
        callback = figures.callback
        isLeaderCase = figures.isLeaderCase
    }

    /// How often the request was reopened before this round.
    public var reopenings: Int { number - 1 }

    var figures: RequestFigures {
        RequestFigures(
            category: category, round: number, workOrder: workOrder, attempts: attempts, isLeaderCase: isLeaderCase,
            callback: callback)
    }
}

/// The round with whose callback a request was closed 结案.
public struct ClosedRound: Sendable, Hashable {
    /// The round as it was at its last callback.
    public let round: VerifiedRound
    /// The rating; nil until the requester gives one.
    public internal(set) var stars: Int?

    /// Nil for a round without a callback.
    init?(_ round: VerifiedRound, stars: Int? = nil) {
        guard round.attempts > 0 else { return nil }
        self.round = round
        self.stars = stars
    }

    init?(_ figures: RequestFigures) {
        guard let round = VerifiedRound(figures) else { return nil }
        self.init(round, stars: figures.stars)
    }

    var figures: RequestFigures {
        var figures = round.figures
        figures.stars = stars
        return figures
    }
}

/// What was known of a request when it was withdrawn 撤回.
public struct Withdrawal: Sendable, Hashable {
    let figures: RequestFigures

    /// Only a closed request has a rating.
    init(_ figures: RequestFigures) {
        var figures = figures
        figures.stars = nil
        self.figures = figures
    }
}
