public import Wire

/// The obligation that a clock measures.
public enum ClockKind: String, WireEnumeration {
    /// The unit has to take the order on.
    case signIn = "sign_in"
    /// The member has to arrive.
    case arrival
    /// The request has to be solved.
    case resolution
}
