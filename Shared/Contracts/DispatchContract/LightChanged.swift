public import Kernel
public import Wire

/// A clock of the order changed its light.
public struct LightChanged: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.light_changed"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A clock of the order changed its light."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "clock", type: .enumeration(ClockKind.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "Which clock."),
        FieldDescription(
            name: "from", type: .enumeration(Light.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The light before."),
        FieldDescription(
            name: "to", type: .enumeration(Light.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The light now."),
        FieldDescription(
            name: "category", type: .string, unit: nil, required: true,
            summary: "Path in the category tree, its levels joined by a slash."),
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The area whose unit is responsible."),
    ]

    /// Which clock.
    public let clock: ClockKind
    /// The light before.
    public let from: Light
    /// The light now.
    public let to: Light
    /// Path in the category tree, its levels joined by a slash.
    public let category: String
    /// The area whose unit is responsible.
    public let area: AreaCode

    /// Makes the message.
    public init(clock: ClockKind, from: Light, to: Light, category: String, area: AreaCode) {
        self.clock = clock
        self.from = from
        self.to = to
        self.category = category
        self.area = area
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        clock = try object.enumeration("clock", as: ClockKind.self)
        from = try object.enumeration("from", as: Light.self)
        to = try object.enumeration("to", as: Light.self)
        category = try object.string("category")
        area = try object.areaCode("area")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("clock", clock.rawValue)
        writer.field("from", from.rawValue)
        writer.field("to", to.rawValue)
        writer.field("category", category)
        writer.field("area", area)
    }
}
