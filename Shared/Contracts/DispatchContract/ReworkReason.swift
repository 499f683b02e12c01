public import Wire

/// Why a result did not pass verification, or did not hold.
public enum ReworkReason: String, WireEnumeration {
    /// The work was not done.
    case notDone = "not_done"
    /// Done poorly.
    case poorQuality = "poor_quality"
    /// The evidence does not show it.
    case noEvidence = "no_evidence"
    /// The requester says that it is not solved.
    case requesterDissatisfied = "requester_dissatisfied"
}
