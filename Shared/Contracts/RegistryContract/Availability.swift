public import Wire

/// Whether a member can be offered work.
public enum Availability: String, WireEnumeration {
    /// Can be offered work.
    case available
    /// Busy for now.
    case busy
    /// Exempt, for a reason that is not published.
    case exempt
}
