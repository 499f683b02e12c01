public import AssessmentDomain
public import City
public import Kernel
public import Messaging

/// An event of another context, as far as it matters here.
public enum IncomingEvent: Hashable, Sendable {
    /// Something that moves the ledger.
    case service(ServiceEvent)
    /// Where a member belongs now.
    case memberArea(MemberID, AreaCode)
    /// A requester answered, or did not.
    case calledBack(CallbackNote)
    /// A requester rated the service.
    case rated(RatingNote)

    /// The area that it would be posted in.
    public var area: AreaCode? {
        switch self {
        case .service(.verified(let verification)): verification.area
        case .service(.submitted), .service(.reopened): nil
        case .memberArea(_, let area): area
        case .calledBack(let note): note.area
        case .rated(let note): note.area
        }
    }
}

/// What a callback came to.
public struct CallbackNote: Hashable, Sendable {
    /// What the requester said.
    public enum Answer: String, Hashable, Sendable, CaseIterable {
        case satisfied
        case basicallySatisfied = "basically_satisfied"
        case dissatisfied
        /// Says nothing of satisfaction.
        case unreachable
    }

    public let request: ServiceRequestID
    public let round: Int
    public let attempt: Int
    public let area: AreaCode
    public let answer: Answer
    public let at: Timestamp

    public init(
        request: ServiceRequestID, round: Int, attempt: Int, area: AreaCode, answer: Answer, at: Timestamp
    ) {
        self.request = request
        self.round = round
        self.attempt = attempt
        self.area = area
        self.answer = answer
        self.at = at
    }
}

/// A rating, kept for the statistics of quality; it moves no points.
public struct RatingNote: Hashable, Sendable {
    public let request: ServiceRequestID
    public let workOrder: WorkOrderID
    public let area: AreaCode
    /// Range: 1 to 5.
    public let stars: Int
    public let at: Timestamp

    public init(request: ServiceRequestID, workOrder: WorkOrderID, area: AreaCode, stars: Int, at: Timestamp) {
        self.request = request
        self.workOrder = workOrder
        self.area = area
        self.stars = stars
        self.at = at
    }
}

/// A message that came, and what it says.
public struct IncomingMessage: Hashable, Sendable {
    public let entry: InboxEntry
    /// `nil` where it says nothing that matters here; the version gate counts it all the same.
    public let event: IncomingEvent?

    public init(entry: InboxEntry, event: IncomingEvent?) {
        self.entry = entry
        self.event = event
    }
}
