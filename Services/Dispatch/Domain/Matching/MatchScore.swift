public import Kernel

/// Why a member was offered an order: the five parts and their weighted sum.
///
/// Units: per mille each.
public struct MatchScore: Sendable, Hashable {
    /// 1000 with the skill asked for, or where none is asked for.
    public let skill: Int
    /// Nearness of the member's grid to the work.
    public let nearness: Int
    /// 1000 while on duty there.
    public let duty: Int
    /// The shrunken acceptance history.
    public let history: Int
    /// 1000 with nothing in hand, 0 at the load cap.
    public let load: Int

    public init(skill: Int, nearness: Int, duty: Int, history: Int, load: Int) {
        self.skill = skill
        self.nearness = nearness
        self.duty = duty
        self.history = history
        self.load = load
    }

    /// The weighted sum, cut off to a whole number.
    ///
    /// Range: 0…1000.
    public var total: Int {
        (skill * MatchPolicy.skillWeight + nearness * MatchPolicy.nearnessWeight + duty * MatchPolicy.dutyWeight
            + history * MatchPolicy.historyWeight + load * MatchPolicy.loadWeight) / 1_000
    }

    /// The acceptance rate, drawn towards the prior the fewer offers there were: (k + m·p₀)/(n + m), rounded to the
    /// nearest.
    ///
    /// Source: the mean of a beta distribution with the prior's weight m, after n offers of which k were taken.
    public static func history(taken: Int, counted: Int, policy: MatchPolicy) -> Int {
        let whole = counted + policy.historyPriorWeight
        return (2 * (taken * 1_000 + policy.historyPriorWeight * policy.historyPriorPerMille) + whole) / (2 * whole)
    }

    /// What is left of the load cap.
    public static func load(openOrders: Int, policy: MatchPolicy) -> Int {
        1_000 - 1_000 * min(max(0, openOrders), policy.loadCap) / policy.loadCap
    }
}

extension Candidate {
    /// The score for a need, given how far away the member lives.
    public func score(for criteria: MatchCriteria, metres: Int, at now: Timestamp, policy: MatchPolicy) -> MatchScore {
        MatchScore(
            skill: criteria.skill.map { skills.contains($0) ? 1_000 : 0 } ?? 1_000,
            nearness: Nearness.perMille(metres: metres),
            duty: isOnDuty(near: criteria.area, at: now) ? 1_000 : 0,
            history: MatchScore.history(taken: offersTaken, counted: offersCounted, policy: policy),
            load: MatchScore.load(openOrders: load(at: now), policy: policy))
    }

    /// Whether a duty is on whose area holds the given one, lies in it, or shares its community.
    func isOnDuty(near area: AreaCode, at now: Timestamp) -> Bool {
        guard let duty, duty.isOn(at: now) else { return false }
        if duty.area.contains(area) || area.contains(duty.area) { return true }
        guard let community = area.ancestor(at: .community) else { return false }
        return community.contains(duty.area)
    }
}
