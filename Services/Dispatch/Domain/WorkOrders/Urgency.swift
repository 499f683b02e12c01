/// How soon a work order has to be dealt with.
public enum Urgency: String, Sendable, CaseIterable {
    /// By the category's limit, in working time.
    case general
    /// The same day.
    case urgent
    /// At once, around the clock, with parallel waves.
    case emergency

    /// The urgency factor of the points that the work earns.
    ///
    /// Units: tenths. Source: default 4 of the domain notes, u ∈ {1.0, 1.2, 1.5}.
    public var factorTenths: Int {
        switch self {
        case .general: 10
        case .urgent: 12
        case .emergency: 15
        }
    }
}
