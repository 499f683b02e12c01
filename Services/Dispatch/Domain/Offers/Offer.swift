public import City
public import Kernel

/// What became of an offer 要约.
public enum OfferState: String, Sendable, CaseIterable {
    /// Waits for an answer.
    case open
    /// 接受.
    case accepted
    /// 谢绝, with a reason.
    case declined
    /// 过期: nobody answered in time.
    case expired
    /// 已满员 or 撤销: another took the order, or it is void.
    case void
}

/// Why a member declined an offer; declining costs nothing.
public enum DeclineReason: String, Sendable, CaseIterable {
    case busy, unwell, away
    case notSkilled = "not_skilled"
    case conflict, other
}

/// An order offered to one member, with the reasons why to this one.
public struct Offer: Sendable, Hashable {
    /// Its id, derived from order, wave and member.
    public let id: OfferID
    /// To whom.
    public let member: MemberID
    /// Of which wave.
    public let wave: Int
    /// The place among the wave's matches, 1 for the best.
    public let rank: Int
    /// The reasons.
    public let score: MatchScore
    /// When it was made.
    public let offeredAt: Timestamp
    /// When it runs out.
    public let expiresAt: Timestamp
    /// What became of it.
    public internal(set) var state: OfferState
    /// The reason of a refusal.
    public internal(set) var reason: DeclineReason?
    /// When it was answered, ran out or became void.
    public internal(set) var closedAt: Timestamp?

    public init(
        id: OfferID, member: MemberID, wave: Int, rank: Int, score: MatchScore, offeredAt: Timestamp,
        expiresAt: Timestamp, state: OfferState = .open, reason: DeclineReason? = nil, closedAt: Timestamp? = nil
    ) {
        self.id = id
        self.member = member
        self.wave = wave
        self.rank = rank
        self.score = score
        self.offeredAt = offeredAt
        self.expiresAt = expiresAt
        self.state = state
        self.reason = reason
        self.closedAt = closedAt
    }

    /// The offer's id: one order can make one member one offer per wave, however often it is decided.
    public static func id(of order: WorkOrderID, wave: Int, member: MemberID) -> OfferID {
        .derived(from: "offer:\(wave):\(member)", in: order)
    }

    mutating func close(_ state: OfferState, reason: DeclineReason? = nil, at now: Timestamp) {
        guard self.state == .open else { return }
        self.state = state
        self.reason = reason
        closedAt = now
    }
}
