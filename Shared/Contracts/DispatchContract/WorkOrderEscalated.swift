public import Kernel
public import Wire

/// The order went up to a wider area.
public struct WorkOrderEscalated: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.escalated"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The order went up to a wider area."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "from", type: .enumeration(AreaLevel.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The level before."),
        FieldDescription(
            name: "to", type: .enumeration(AreaLevel.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The level now."),
        FieldDescription(
            name: "cause", type: .enumeration(EscalationCause.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "Why."),
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The area whose unit is responsible now."),
    ]

    /// The level before.
    public let from: AreaLevel
    /// The level now.
    public let to: AreaLevel
    /// Why.
    public let cause: EscalationCause
    /// The area whose unit is responsible now.
    public let area: AreaCode

    /// Makes the message.
    public init(from: AreaLevel, to: AreaLevel, cause: EscalationCause, area: AreaCode) {
        self.from = from
        self.to = to
        self.cause = cause
        self.area = area
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        from = try object.enumeration("from", as: AreaLevel.self)
        to = try object.enumeration("to", as: AreaLevel.self)
        cause = try object.enumeration("cause", as: EscalationCause.self)
        area = try object.areaCode("area")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("from", from.rawValue)
        writer.field("to", to.rawValue)
        writer.field("cause", cause.rawValue)
        writer.field("area", area)
    }
}
