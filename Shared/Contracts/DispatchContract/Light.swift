public import Wire

/// The state of a clock.
public enum Light: String, WireEnumeration {
    /// Below 80 % of the allowed time.
    case green
    /// 80 % of the allowed time or more.
    case yellow
    /// The allowed time is used up.
    case red
}
