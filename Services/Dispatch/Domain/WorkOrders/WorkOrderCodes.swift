/// Why a member declined an offer; declining costs nothing.
public enum DeclineReason: String, Sendable, CaseIterable {
    case busy, unwell, away
    case notSkilled = "not_skilled"
    case conflict, other
}

/// What the work came to.
public enum ResultCode: String, Sendable, CaseIterable {
    case solved
    case partlySolved = "partly_solved"
    /// A valid result, with an explanation.
    case notSolvable = "not_solvable"
}

/// Why a result did not pass verification.
public enum ReworkReason: String, Sendable, CaseIterable {
    case notDone = "not_done"
    case poorQuality = "poor_quality"
    case noEvidence = "no_evidence"
    case requesterDissatisfied = "requester_dissatisfied"
}

/// Why an order went up.
public enum EscalationCause: String, Sendable, CaseIterable {
    /// No member passed the gates.
    case unassigned
    /// Every offer was declined or ran out.
    case noTaker = "no_taker"
    /// The resolution clock turned red.
    case redLight = "red_light"
    /// The result failed once more after the last rework.
    case reworkLimit = "rework_limit"
}
