public import Kernel
public import WorkingTime

/// What happened to a work order, in the past tense; each makes the next version.
public enum WorkOrderEvent: Sendable, Hashable {
    /// It was issued for an accepted request.
    case issued(Issue)
    /// It was offered to a wave of members.
    case offered(Wave)
    /// A member declined.
    case declined(OfferID, MemberID, DeclineReason)
    /// A wave ran out with no taker.
    case offersExpired(wave: Int)
    /// A member took it on, or was assigned where there is no offer; all open offers are void.
    case accepted(MemberID, OfferID?)
    /// The member arrived.
    case arrived(MemberID)
    /// The member reported the result.
    case submitted(MemberID, Submission)
    /// Someone else verified it.
    case verified(by: ActorID)
    /// The result did not pass.
    case reworkOrdered(MemberID, ReworkReason)
    /// A clock changed its light.
    case lightChanged(ClockKind, from: Light, to: Light)
    /// It went up to a wider area.
    case escalated(from: AreaCode.Level, to: AreaCode.Level, cause: EscalationCause)
    /// The request was withdrawn.
    case cancelled

    /// The offers of one wave.
    public struct Wave: Sendable, Hashable {
        /// 1 for the first.
        public let number: Int
        /// Best first.
        public let offers: [Offer]
        /// When they run out.
        public let expiresAt: Timestamp

        public init(number: Int, offers: [Offer], expiresAt: Timestamp) {
            self.number = number
            self.offers = offers
            self.expiresAt = expiresAt
        }
    }
}

/// What a work order is issued with; none of it changes afterwards.
public struct Issue: Sendable, Hashable {
    /// The request that it serves.
    public let request: ServiceRequestID
    /// 1 for the first work order of a request.
    public let round: Int
    /// Path in the category tree.
    public let category: String
    /// How soon.
    public let urgency: Urgency
    /// The grid or community of the work.
    public let area: AreaCode
    /// What the catalogue says of the category, pinned.
    public let responsibility: Responsibility
    /// When the request's clock started.
    public let registeredAt: Timestamp
    /// When the order was issued.
    public let issuedAt: Timestamp
    /// Members who handled an earlier round, or declined one for a conflict of interest.
    public let conflicted: Set<MemberID>

    public init(
        request: ServiceRequestID, round: Int, category: String, urgency: Urgency, area: AreaCode,
        responsibility: Responsibility, registeredAt: Timestamp, issuedAt: Timestamp,
        conflicted: Set<MemberID> = []
    ) {
        self.request = request
        self.round = round
        self.category = category
        self.urgency = urgency
        self.area = area
        self.responsibility = responsibility
        self.registeredAt = registeredAt
        self.issuedAt = issuedAt
        self.conflicted = conflicted
    }

    /// The order's id: a request has one order a round, however often the message comes.
    public var id: WorkOrderID { .derived(from: "round:\(round)", in: request) }
}
