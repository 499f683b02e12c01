public import Kernel
public import Wire

/// A request was accepted for handling; a work order is to be issued.
public struct RequestAccepted: Message {
    public static let type = "intake.request.accepted"
    public static let version = 1
    public static let summary = "A request was accepted for handling; a work order is to be issued."

    public let category: String
    public let urgency: Urgency
    public let area: AreaCode
    public let skill: String?
    public let round: Int
    public let registeredAt: Timestamp

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

    public static let fields = Fields(
        Self.init,
        Field("category", \.category, "Path in the category tree, its levels joined by a slash."),
        Field("urgency", \.urgency, "Urgency with which the request is to be handled."),
        Field("area", \.area, "Code of the grid or community that is responsible."),
        Field("skill", \.skill, "Code of the skill that the category asks for."),
        Field(
            "round", \.round, within: 1...100, unit: "rounds",
            "Number of the round: 1 for the first work order of a request, one more at each reopening."),
        Field("registered_at", \.registeredAt, "Moment at which the clock of the request started."))
}
