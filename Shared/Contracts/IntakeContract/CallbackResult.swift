public import Wire

/// What the requester said when called back.
public enum CallbackResult: String, WireEnumeration {
    /// Satisfied.
    case satisfied
    /// Basically satisfied.
    case basicallySatisfied = "basically_satisfied"
    /// Not satisfied.
    case dissatisfied
    /// Nobody answered; says nothing of satisfaction.
    case unreachable
}
