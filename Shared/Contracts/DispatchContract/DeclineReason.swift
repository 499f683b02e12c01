public import Wire

/// Why a member declined an offer; declining costs nothing.
public enum DeclineReason: String, WireEnumeration {
    /// Has other work.
    case busy
    /// Not well.
    case unwell
    /// Not in the area.
    case away
    /// Lacks the skill.
    case notSkilled = "not_skilled"
    /// Conflict of interest.
    case conflict
    /// Another reason.
    case other
}
