public import Kernel
public import Wire

/// A request was registered and its clock started.
public struct RequestRegistered: Message {
    public static let type = "intake.request.registered"
    public static let version = 1
    public static let summary = "A request was registered and its clock started."

    public let channel: Channel
    public let category: String?
    public let urgency: Urgency
    public let area: AreaCode
    public let located: Bool

    public init(channel: Channel, category: String? = nil, urgency: Urgency, area: AreaCode, located: Bool) {
        self.channel = channel
        self.category = category
        self.urgency = urgency
        self.area = area
        self.located = located
    }

    public static let fields = Fields(
        Self.init,
        Field("channel", \.channel, "Channel by which the request reached us."),
        Field("category", \.category, "Path in the category tree; absent until triage where the lexicon is not sure."),
        Field("urgency", \.urgency, "Urgency with which the request is to be handled."),
        Field("area", \.area, "Code of the grid where the request was placed, else of the smallest area that is sure."),
        Field("located", \.located, "Whether the place is known down to its grid."))
}
