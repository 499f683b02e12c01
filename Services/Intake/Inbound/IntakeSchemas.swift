import IntakeDomain
import PersonalData
import ServiceRuntime
import Wire

/// The forms of bodies and answers, from which the OpenAPI document is written.
enum IntakeSchemas {
    private static let requesterForm = Schema.object(
        name: "NewRequester",
        [
            .init("name", .string(maxLength: PersonName.limit.characters), required: false, "Name of the requester."),
            .init("phone", .string(), required: false, "Phone number, as it is typed; required by phone, web and SMS."),
            .init(
                "address", .string(maxLength: ServiceAddress.limit.characters), required: false,
                "Address where help is wanted, in words."),
        ])

    private static let locationForm = Schema.object(
        name: "Location",
        [
            .init("latitude", .number(-180...180), unit: "degrees", "Latitude, north being positive."),
            .init("longitude", .number(-180...180), unit: "degrees", "Longitude, east being positive."),
            .init("crs", .choice(CoordinateSystem.allCases.map(\.rawValue)), "Coordinate system of the two."),
        ])

    private static let wordsAndPlace: [Schema.Property] = [
        .init(
            "title", .string(maxLength: RequestText.titleLimit.characters), required: false, "Subject of the request."),
        .init("text", .string(minLength: 1, maxLength: RequestText.limit.characters), "Words of the requester."),
        .init("requester", requesterForm, required: false, "Person who asks."),
        .init("location", locationForm, required: false, "Position of the place."),
        .init("area", .areaCode, required: false, "Code of the area, if it is known."),
    ]

    static let publicForm = Schema.object(name: "PublicRequest", wordsAndPlace)

    static let staffForm = Schema.object(
        name: "NewRequest",
        [.init("channel", .choice(Channel.allCases.map(\.rawValue)), "Channel by which the request reached us.")]
            + wordsAndPlace + [
                .init(
                    "category", .string(), required: false,
                    "Path in the category tree; where it is absent, the lexicon finds one."),
                .init("urgency", urgency, required: false, "Urgency of the request; `general` if absent."),
            ])

    static let urgency = Schema.choice(Urgency.allCases.map(\.rawValue))
    static let state = Schema.choice(RequestState.allCases.map(\.rawValue))

    static let receipt = Schema.object(
        name: "InboxEntry",
        [
            .init("id", .identifier, "Identifier of the request."),
            .init("number", .string(), "Number of the request, for reading out."),
            .init("tracking_code", .string(), "Secret code for following the request."),
            .init("state", state, "State of the request."),
            .init("category", .string(), required: false, "Path in the category tree, where it is sure."),
            .init("area", .areaCode, "Code of the area that the request was placed in."),
            .init("located", .boolean, "Whether the place is sure; if not, it is to be checked 位置待核实."),
            .init("registered_at", .timestamp, "Moment at which the clock of the request started."),
            .init("version", .integer(1...Int64.max), "Number of changes so far; the value for If-Match."),
            .init("duplicate", .boolean, required: false, "Whether this is a request of a moment ago."),
        ])
}
