public import City
public import Kernel

/// What a change of an order does to a member's counters.
public struct CandidateEffect: Sendable, Hashable {
    /// Orders in hand, more or fewer.
    public var openOrders = 0
    /// Offers taken.
    public var taken = 0
    /// Offers that count for the history.
    public var counted = 0
    /// When an offer was made; nil if none was.
    public var offeredAt: Timestamp?
    /// Offers that were answered, ran out or became void.
    public var closedOffers = 0

    /// How many more orders the member can take than before: less than zero for fewer.
    public var freed: Int { closedOffers - openOrders }

    public init() {}

    /// Whether nothing but the moment of the last offer changed.
    public var isOnlyOffer: Bool { openOrders == 0 && taken == 0 && counted == 0 }

    /// The effects of all that happened between two states of the same order.
    ///
    /// Declining with a reason has none: it costs nothing.
    public static func between(_ before: WorkOrder?, _ after: WorkOrder) -> [MemberID: CandidateEffect] {
        var effects: [MemberID: CandidateEffect] = [:]
        let had = before.flatMap { $0.state.isInHand ? $0.holder : nil }
        let has = after.state.isInHand ? after.holder : nil
        if had != has {
            if let had { effects[had, default: CandidateEffect()].openOrders -= 1 }
            if let has { effects[has, default: CandidateEffect()].openOrders += 1 }
        }
        let known = before?.offers.count ?? 0
        for (index, offer) in after.offers.enumerated() {
            let was = index < known ? before?.offers[index].state : nil
            if was == nil { effects[offer.member, default: CandidateEffect()].offeredAt = offer.offeredAt }
            guard was ?? .open == .open else { continue }
            if was != nil, offer.state != .open { effects[offer.member, default: CandidateEffect()].closedOffers += 1 }
            switch offer.state {
            case .accepted:
                effects[offer.member, default: CandidateEffect()].taken += 1
                effects[offer.member, default: CandidateEffect()].counted += 1
            case .expired: effects[offer.member, default: CandidateEffect()].counted += 1
            case .open, .declined, .void: break
            }
        }
        return effects
    }

    /// Adds another change's effect.
    public mutating func add(_ other: CandidateEffect) {
        openOrders += other.openOrders
        taken += other.taken
        counted += other.counted
        closedOffers += other.closedOffers
        offeredAt = [offeredAt, other.offeredAt].compactMap(\.self).max()
    }
}
