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
    public static let properties: [Schema.Property] = [
        .init("channel", Channel.schema(NoLimits()), "Channel by which the request reached the sender."),
        .init("title", .string(maxLength: 200), required: false, "Subject of the request."),
        .init("text", .string(minLength: 1, maxLength: 20_000), "Words of the requester."),
        .init(
            "requester", .object(requester, unknown: .ignored), required: false,
            "Person who asks; required with a phone by phone, web and SMS."),
        .init("location", .object(location, unknown: .ignored), required: false, "Position of the place."),
        .init("area", .areaCode, required: false, "Code of the area, if it is known."),
        .init(
            "category", .string(), required: false,
            "Path in the category tree; where it is absent, the lexicon finds one."),
        .init(
            "urgency", Urgency.schema(NoLimits()), required: false,
            "Urgency with which the request is to be handled; general if absent."),
    ]

    private static let requester: [Schema.Property] = [
        .init("name", .string(maxLength: 50), required: false, "Name of the requester."),
        .init("phone", .string(), required: false, "Phone number, as it is typed."),
        .init("address", .string(maxLength: 200), required: false, "Address where help is wanted."),
    ]

    private static let location: [Schema.Property] = [
        .init("latitude", .number(-180...180), unit: "degrees", "Latitude, north being positive."),
        .init("longitude", .number(-180...180), unit: "degrees", "Longitude, east being positive."),
        .init("crs", .choice(["wgs84", "cgcs2000", "gcj02", "bd09"]), "Coordinate system of the two."),
    ]
}
