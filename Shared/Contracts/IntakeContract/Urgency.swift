public import Wire

/// How soon a request has to be dealt with.
public enum Urgency: String, WireEnumeration {
    /// By the category’s limit.
    case general
    /// The same day.
    case urgent
    /// At once, around the clock.
    case emergency
}
