public import City
public import Kernel
public import WorkingTime

/// What happened to a work order, in the past tense.
public enum WorkOrderEvent: Sendable, Hashable {
    /// It was issued for an accepted request.
    case issued(WorkOrderTerms)
    /// Candidates were matched; it changes no state and makes no version.
    case matched(MatchSummary)
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
    case verified(MemberID, Submission, by: ActorID)
    /// The result did not pass.
    case reworkOrdered(MemberID, ReworkReason)
    /// A clock changed its light.
    case lightChanged(ClockKind, from: Light, to: Light)
    /// It went up to a wider area.
    case escalated(from: AreaCode.Level, to: AreaCode.Level, cause: EscalationCause)
    /// The request was withdrawn.
    case cancelled

    /// Whether it makes the next version of the order.
    public var isStateChange: Bool {
        if case .matched = self { false } else { true }
    }

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
