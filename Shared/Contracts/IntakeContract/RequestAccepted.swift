public import Kernel
public import Wire

/// A request was accepted for handling; a work order is to be issued.
public struct RequestAccepted: Message {
    /// The name under which it travels.
    public static let type = "intake.request.accepted"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A request was accepted for handling; a work order is to be issued."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "category", type: .string, unit: nil, required: true,
            summary: "Path in the category tree, its levels joined by a slash."),
        FieldDescription(
            name: "urgency", type: .enumeration(Urgency.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "How soon it has to be dealt with."),
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The grid or community that is responsible."),
        FieldDescription(
            name: "skill", type: .string, unit: nil, required: false,
            summary: "The skill that the category asks for."),
        FieldDescription(
            name: "round", type: .integer, unit: "rounds", required: true,
            summary: "1 for the first work order of a request; one more at each reopening."),
        FieldDescription(
            name: "registered_at", type: .timestamp, unit: nil, required: true,
            summary: "When the clock of the request started."),
    ]

    /// Path in the category tree, its levels joined by a slash.
    public let category: String
    /// How soon it has to be dealt with.
    public let urgency: Urgency
    /// The grid or community that is responsible.
    public let area: AreaCode
    /// The skill that the category asks for.
    public let skill: String?
    /// 1 for the first work order of a request; one more at each reopening.
    public let round: Int
    /// When the clock of the request started.
    public let registeredAt: Timestamp

    /// Makes the message.
    public init(
        category: String, urgency: Urgency, area: AreaCode, skill: String? = nil, round: Int, registeredAt: Timestamp
    ) {
        self.category = category
        self.urgency = urgency
        self.area = area
        self.skill = skill
        self.round = round
        self.registeredAt = registeredAt
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        category = try object.string("category")
        urgency = try object.enumeration("urgency", as: Urgency.self)
        area = try object.areaCode("area")
        skill = try object.optionalString("skill")
        round = Int(try object.integer("round", in: 1...100))
        registeredAt = try object.timestamp("registered_at")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("category", category)
        writer.field("urgency", urgency.rawValue)
        writer.field("area", area)
        writer.field("skill", skill)
        writer.field("round", round)
        writer.field("registered_at", registeredAt)
    }
}
