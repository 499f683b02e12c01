public import Kernel
public import Wire

/// A request was registered and its clock started.
public struct RequestRegistered: Message {
    /// The name under which it travels.
    public static let type = "intake.request.registered"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A request was registered and its clock started."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "channel", type: .enumeration(Channel.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "How it reached us."),
        FieldDescription(
            name: "category", type: .string, unit: nil, required: false,
            summary: "Path in the category tree; absent until triage where the lexicon is not sure."),
        FieldDescription(
            name: "urgency", type: .enumeration(Urgency.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "How soon it has to be dealt with."),
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The grid where it was placed, else the coarsest area that is sure."),
        FieldDescription(
            name: "located", type: .boolean, unit: nil, required: true,
            summary: "Whether the place is known down to its grid."),
    ]

    /// How it reached us.
    public let channel: Channel
    /// Path in the category tree; absent until triage where the lexicon is not sure.
    public let category: String?
    /// How soon it has to be dealt with.
    public let urgency: Urgency
    /// The grid where it was placed, else the coarsest area that is sure.
    public let area: AreaCode
    /// Whether the place is known down to its grid.
    public let located: Bool

    /// Makes the message.
    public init(channel: Channel, category: String? = nil, urgency: Urgency, area: AreaCode, located: Bool) {
        self.channel = channel
        self.category = category
        self.urgency = urgency
        self.area = area
        self.located = located
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        channel = try object.enumeration("channel", as: Channel.self)
        category = try object.optionalString("category")
        urgency = try object.enumeration("urgency", as: Urgency.self)
        area = try object.areaCode("area")
        located = try object.bool("located")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("channel", channel.rawValue)
        writer.field("category", category)
        writer.field("urgency", urgency.rawValue)
        writer.field("area", area)
        writer.field("located", located)
    }
}
