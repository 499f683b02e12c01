public import Wire

/// Why an order went one level up.
public enum EscalationCause: String, WireEnumeration {
    /// No member passed the gates.
    case unassigned
    /// Every offer was declined or ran out.
    case noTaker = "no_taker"
    /// A clock turned red.
    case redLight = "red_light"
    /// The result failed once more after the last rework.
    case reworkLimit = "rework_limit"
}
