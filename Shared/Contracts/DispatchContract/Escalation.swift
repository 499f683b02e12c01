public import Kernel
public import Wire

// Orders that go up.

extension DispatchLanguage {
    static let escalation: [any Message.Type] = [WorkOrderEscalated.self]
}

/// The order went up to a wider area.
public struct WorkOrderEscalated: Message {
    public static let type = "dispatch.workorder.escalated"
    public static let version = 1
    public static let summary = "The order went up to a wider area."

    public let from: AreaLevel
    public let to: AreaLevel
    public let cause: EscalationCause
    public let area: AreaCode

    public init(from: AreaLevel, to: AreaLevel, cause: EscalationCause, area: AreaCode) {
        self.from = from
        self.to = to
        self.cause = cause
        self.area = area
    }

    public static let fields = Fields(
        Self.init,
        Field("from", \.from, "Level of the area that was responsible before."),
        Field("to", \.to, "Level of the area that is responsible now."),
        Field("cause", \.cause, "Cause of the escalation."),
        Field("area", \.area, "Code of the area whose unit is responsible now."))
}

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

/// A level of the chain.
public enum AreaLevel: String, WireEnumeration {
    /// Grid.
    case grid
    /// Community.
    case community
    /// Street or town.
    case street
    /// District or county.
    case district
    /// City.
    case city
}
