public import City
public import Kernel

/// A reason why a member is not offered an order, whatever the score.
public enum Gate: String, Sendable, CaseIterable {
    /// Has not checked in to a community.
    case notCheckedIn = "not_checked_in"
    /// Exempt.
    case exempt
    /// Busy for now.
    case busy
    /// Lacks the certificate that the category requires.
    case certificateMissing = "certificate_missing"
    /// Has a conflict of interest in this request.
    case conflict
    /// Rests after a night duty.
    case resting
    /// Has as many orders in hand and open offers as the cap allows.
    case loadCap = "load_cap"
    /// Declined this order before.
    case declined
    /// Was offered this order in this pass already.
    case alreadyOffered = "already_offered"
}

/// What an order asks of the member who is to take it.
public struct MatchCriteria: Sendable, Hashable {
    /// Where the work is.
    public let area: AreaCode
    /// The skill that helps; nil where none does.
    public let skill: String?
    /// Whether nobody may do it without that skill's certificate.
    public let requiresCertificate: Bool
    /// Members with a conflict of interest: they handled an earlier round, or said so.
    public let conflicted: Set<MemberID>
    /// Members who declined this order.
    public let declined: Set<MemberID>
    /// Members to whom this pass of waves has offered it.
    public let offered: Set<MemberID>

    public init(
        area: AreaCode, skill: String?, requiresCertificate: Bool, conflicted: Set<MemberID> = [],
        declined: Set<MemberID> = [], offered: Set<MemberID> = []
    ) {
        self.area = area
        self.skill = skill
        self.requiresCertificate = requiresCertificate
        self.conflicted = conflicted
        self.declined = declined
        self.offered = offered
    }
}

extension Candidate {
    /// The first gate that the member does not pass; nil if all are open.
    public func gate(against criteria: MatchCriteria, at now: Timestamp, policy: MatchPolicy) -> Gate? {
        if criteria.declined.contains(id) { return .declined }
        if criteria.offered.contains(id) { return .alreadyOffered }
        if !isCheckedIn { return .notCheckedIn }
        if let standing = standingGate(against: criteria) { return standing }
        if availability == .busy { return .busy }
        if load(at: now) >= policy.loadCap { return .loadCap }
        if isResting(at: now, policy: policy) { return .resting }
        return nil
    }

    /// The gates that stay shut even for an assignment by hand: exemption, conflict of interest, certificate.
    public func standingGate(against criteria: MatchCriteria) -> Gate? {
        if availability == .exempt { return .exempt }
        if criteria.conflicted.contains(id) { return .conflict }
        if criteria.requiresCertificate, let skill = criteria.skill, !skills.contains(skill) {
            return .certificateMissing
        }
        return nil
    }

    /// Whether the rest after a night duty is not over yet.
    func isResting(at now: Timestamp, policy: MatchPolicy) -> Bool {
        var ended = nightDutyEndedAt
        if let duty, duty.isNight, duty.endsAt <= now { ended = max(ended ?? duty.endsAt, duty.endsAt) }
        guard let ended else { return false }
        return now - ended < policy.restAfterNightDuty
    }
}
