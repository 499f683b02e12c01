public import Wire

/// The command by which a call centre registers a request: it is sent to us, and is no event.
public enum RegisterCommand {
    /// The name under which it travels.
    public static let type = "intake.command.register"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A call centre asks to register a request; its message_id makes it happen once."
    /// The members; those of the requester are sealed as soon as they are stored.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "channel", type: .enumeration(Channel.allCases.map(\.rawValue)), required: true,
            summary: "How it reached the sender."),
        FieldDescription(name: "title", type: .string, required: false, summary: "The subject, up to 200 characters."),
        FieldDescription(
            name: "text", type: .string, required: true, summary: "The requester's words, up to 20,000 characters."),
        FieldDescription(
            name: "requester", type: .object(requester), required: false,
            summary: "Who asks; required with a phone by phone, web and SMS."),
        FieldDescription(name: "location", type: .object(location), required: false, summary: "The place."),
        FieldDescription(name: "area", type: .areaCode, required: false, summary: "The area, if it is known."),
        FieldDescription(
            name: "category", type: .string, required: false,
            summary: "Path in the category tree; the lexicon finds one if absent."),
        FieldDescription(
            name: "urgency", type: .enumeration(Urgency.allCases.map(\.rawValue)), required: false,
            summary: "How soon it has to be dealt with; general if absent."),
    ]

    private static let requester: [FieldDescription] = [
        FieldDescription(name: "name", type: .string, required: false, summary: "The name, up to 50 characters."),
        FieldDescription(name: "phone", type: .string, required: false, summary: "The phone, as it is typed."),
        FieldDescription(
            name: "address", type: .string, required: false, summary: "Where help is wanted, up to 200 characters."),
    ]

    private static let location: [FieldDescription] = [
        FieldDescription(
            name: "latitude", type: .number, unit: "degrees", required: true, summary: "North is positive."),
        FieldDescription(
            name: "longitude", type: .number, unit: "degrees", required: true, summary: "East is positive."),
        FieldDescription(
            name: "crs", type: .enumeration(["wgs84", "cgcs2000", "gcj02", "bd09"]), required: true,
            summary: "The system that the two are in."),
    ]
}
