public import Kernel
public import Wire

// Clocks and their lights.

extension DispatchLanguage {
    static let clocks: [any Message.Type] = [LightChanged.self]
}

/// A clock of the order changed its light.
public struct LightChanged: Message {
    public static let type = "dispatch.workorder.light_changed"
    public static let version = 1
    public static let summary = "A clock of the order changed its light."

    public let clock: ClockKind
    public let from: Light
    public let to: Light
    public let category: String
    public let area: AreaCode

    public init(clock: ClockKind, from: Light, to: Light, category: String, area: AreaCode) {
        self.clock = clock
        self.from = from
        self.to = to
        self.category = category
        self.area = area
    }

    public static let fields = Fields(
        Self.init,
        Field("clock", \.clock, "Clock whose light changed."),
        Field("from", \.from, "Light before the change."),
        Field("to", \.to, "Light after the change."),
        Field("category", \.category, "Path in the category tree, its levels joined by a slash."),
        Field("area", \.area, "Code of the area whose unit is responsible."))
}

/// The obligation that a clock measures.
public enum ClockKind: String, WireEnumeration {
    /// The unit has to take the order on.
    case signIn = "sign_in"
    /// The member has to arrive.
    case arrival
    /// The request has to be solved.
    case resolution
}

/// The state of a clock.
public enum Light: String, WireEnumeration {
    /// Below 80 % of the allowed time.
    case green
    /// 80 % of the allowed time or more.
    case yellow
    /// The allowed time is used up.
    case red
}
