/// Whether a member can be offered work, as the registry publishes it.
public enum Availability: String, Sendable, CaseIterable {
    /// Can be offered work.
    case available
    /// Busy for now.
    case busy
    /// Exempt, for a reason that is not published.
    case exempt
}
