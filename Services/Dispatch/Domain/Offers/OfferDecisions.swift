import City
import Kernel

// Making offers, and answering them.

extension WorkOrderDecision {
    /// Makes the next wave of the pass that anybody passes the gates for; none if the waves have run out.
    ///
    /// A wave that nobody passes for is skipped at once: the next one searches a wider area.
    mutating func offerNextWave(from pool: inout CandidatePool) {
        guard order.state == .unassigned, order.wave < WavePlan.mostWaves else { return }
        let plan = rules.waves.rules(for: order.terms.urgency)
        for rule in plan.dropFirst(order.wavesInPass) where offer(rule, from: &pool) { return }
    }

    /// Matches once more in the widest area, for members who became free after the waves had run out.
    mutating func retryWidestWave(in pool: inout CandidatePool) {
        guard order.state == .unassigned, order.wave < WavePlan.mostWaves else { return }
        let plan = rules.waves.rules(for: order.terms.urgency)
        if order.wavesInPass < plan.count {
            offerNextWave(from: &pool)
        } else if let widest = plan.last {
            _ = offer(widest, from: &pool)
        }
    }

    private mutating func offer(_ rule: WaveRule, from pool: inout CandidatePool) -> Bool {
        let searchArea = AreaHierarchy.responsible(for: order.terms.area, at: max(rule.level, order.level))
        let matching = pool.match(
            in: searchArea, for: order.criteria, limit: rule.size, at: now, policy: rules.matching)
        let summary = MatchSummary(considered: matching.considered, shortfall: matching.shortfall)
        if summary != order.lastMatch { record(.matched(summary)) }
        guard !matching.best.isEmpty else { return false }
        let number = order.wave + 1
        let expiresAt = now + rule.lasts
        let offers = matching.best.enumerated().map { index, match in
            Offer(
                id: Offer.id(of: order.id, wave: number, member: match.member), member: match.member, wave: number,
                rank: index + 1, score: match.score, offeredAt: now, expiresAt: expiresAt)
        }
        for offer in offers { pool.recordOffer(to: offer.member, at: now, until: expiresAt) }
        record(.offered(WorkOrderEvent.Wave(number: number, offers: offers, expiresAt: expiresAt)))
        return true
    }

    /// 接单: the first who comes gets it; a member who has it already gets the same answer again.
    mutating func accept(_ id: OfferID, by member: MemberID) throws(WorkOrderRejection) {
        guard let offer = order.offers.first(where: { $0.id == id && $0.member == member }) else {
            throw .noSuchOffer
        }
        if offer.state == .accepted, order.holder == member { return }
        if order.state.isInHand || order.state == .verified { throw .takenByAnother }
        try expect(.accept)
        guard offer.state == .open else { throw .offerClosed(offer.state) }
        guard now < offer.expiresAt else { throw .offerClosed(.expired) }
        record(.accepted(member, id))
    }

    /// 谢绝 with a reason, which costs nothing; once all of a wave have declined, the next one follows at once.
    mutating func decline(
        _ id: OfferID, by member: MemberID, reason: DeclineReason, pool: inout CandidatePool
    ) throws(WorkOrderRejection) {
        guard let offer = order.offers.first(where: { $0.id == id && $0.member == member }) else {
            throw .noSuchOffer
        }
        if offer.state == .declined, offer.reason == reason { return }
        guard offer.state == .open else {
            if order.state.isInHand, order.holder != member { throw .takenByAnother }
            throw .offerClosed(offer.state)
        }
        try expect(.decline)
        guard now < offer.expiresAt else { throw .offerClosed(.expired) }
        record(.declined(id, member, reason))
        offerNextWave(from: &pool)
    }

    /// A unit puts a member on the order by hand, at any time before the result is reported.
    ///
    /// - Parameter area: the unit's; who belongs neither there nor to the order's district is as unknown to it as one who
    ///   does not exist.
    mutating func assign(
        _ member: MemberID, of area: AreaCode, from pool: CandidatePool
    ) throws(WorkOrderRejection) {
        if order.state.isInHand, order.state != .submitted, order.holder == member { return }
        try expect(.assign)
        let home = order.terms.area.district ?? area
        guard let candidate = pool[member], area.contains(candidate.area) || home.contains(candidate.area) else {
            throw .unknownMember
        }
        guard candidate.isCheckedIn else { throw .memberBarred(.notCheckedIn) }
        if let gate = candidate.standingGate(against: order.criteria) { throw .memberBarred(gate) }
        record(.accepted(member, nil))
    }
}
