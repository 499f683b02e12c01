import IntakeDomain
import PersonalData
import ServiceRuntime
import Wire

/// The forms of bodies and answers, from which the OpenAPI document is written.
enum IntakeSchemas {
    private static let requesterForm = Schema.object(
        name: "NewRequester",
        [
            .init("name", .string(), required: false, "The name, up to 50 characters."),
            .init("phone", .string(), required: false, "The phone, as it is typed; required by phone, web and SMS."),
            .init("address", .string(), required: false, "Where help is wanted, in words, up to 200 characters."),
        ])

    private static let locationForm = Schema.object(
        name: "Location",
        [
            .init("latitude", .number(), unit: "degrees", "North is positive."),
            .init("longitude", .number(), unit: "degrees", "East is positive."),
            .init("crs", .choice(CoordinateSystem.allCases.map(\.rawValue)), "The system that the two are in."),
        ])

    private static let wordsAndPlace: [Schema.Property] = [
        .init("title", .string(maxLength: RequestText.titleLimit.characters), required: false, "The subject."),
        .init("text", .string(minLength: 1, maxLength: RequestText.limit.characters), "The requester's words."),
        .init("requester", requesterForm, required: false, "Who asks."),
        .init("location", locationForm, required: false, "The place."),
        .init("area", .areaCode, required: false, "The area, if it is known."),
    ]

    static let publicForm = Schema.object(name: "PublicRequest", wordsAndPlace)

    static let staffForm = Schema.object(
        name: "NewRequest",
        [.init("channel", .choice(Channel.allCases.map(\.rawValue)), "How it reached us.")] + wordsAndPlace + [
            .init(
                "category", .string(), required: false, "Path in the category tree; the lexicon finds one if absent."),
            .init("urgency", urgency, required: false, "How soon it has to be dealt with; `general` if absent."),
        ])

    static let urgency = Schema.choice(Urgency.allCases.map(\.rawValue))
    static let state = Schema.choice(RequestState.allCases.map(\.rawValue))

    static let receipt = Schema.object(
        name: "Receipt",
        [
            .init("id", .identifier, "The request."),
            .init("number", .string(), "The number for reading out."),
            .init("tracking_code", .string(), "The secret code for following it."),
            .init("state", state, "Where it stands."),
            .init("category", .string(), required: false, "Its category, where it is sure."),
            .init("area", .areaCode, "The area that it was placed in."),
            .init("located", .boolean, "False: the place is to be checked 位置待核实."),
            .init("registered_at", .timestamp, "When its clock started."),
            .init("version", .integer(), "For If-Match."),
            .init("duplicate", .boolean, required: false, "True: this is the request of a moment ago."),
        ])

    private static let summaryFields: [Schema.Property] = [
        .init("id", .identifier, "The request."),
        .init("number", .string(), "Its number."),
        .init("channel", .choice(Channel.allCases.map(\.rawValue)), "How it reached us."),
        .init("state", state, "Where it stands."),
        .init("next", .array(of: state), "The states that can follow."),
        .init("category", .string(), required: false, "Its category."),
        .init("urgency", urgency, "How soon it has to be dealt with."),
        .init("area", .areaCode, "The area that is responsible."),
        .init("located", .boolean, "Whether it is placed in a grid or a community."),
        .init("round", .integer(), "The number of its work order; 0 before the first."),
        .init("attempts", .integer(), "Callbacks of this round."),
        .init("leader_case", .boolean, "Whether a leader 包案 has it."),
        .init("callback", .choice(CallbackResult.allCases.map(\.rawValue)), required: false, "The last callback."),
        .init("stars", .integer(1...5), required: false, unit: "stars", "The rating."),
        .init("work_order_id", .identifier, required: false, "The work order that was verified last."),
        .init("registered_at", .timestamp, "When its clock started."),
        .init("since", .timestamp, "When it came to this state."),
        .init("ended_at", .timestamp, required: false, "When it ended."),
        .init("version", .integer(), "For If-Match."),
    ]

    static let summary = Schema.object(name: "Request", summaryFields)

    private static let contactFields: [Schema.Property] = [
        .init("name", .string(), required: false, "The name."),
        .init("phone", .string(), required: false, "The phone."),
        .init("address", .string(), required: false, "The address."),
    ]

    static let contact = Schema.object(name: "Contact", contactFields)

    static let detail = Schema.object(
        name: "RequestDetail",
        summaryFields + [
            .init(
                "doubt", .choice(Placement.Doubt.allCases.map(\.rawValue)), required: false,
                "Why the place is not sure."),
            .init("title", .string(), required: false, "The subject."),
            .init("text", .string(), "The requester's words."),
            .init(
                "place",
                .object([
                    .init("latitude", .number(), unit: "degrees WGS84", "North is positive."),
                    .init("longitude", .number(), unit: "degrees WGS84", "East is positive."),
                ]), required: false, "The place."),
            .init("requester", .object(name: "MaskedContact", contactFields), "Who asked, masked."),
        ])

    static let tracked = Schema.object(
        name: "TrackedRequest",
        [
            .init("number", .string(), "The number."),
            .init("state", state, "Where it stands."),
            .init("category", .string(), required: false, "Its category."),
            .init("registered_at", .timestamp, "When it was registered."),
            .init("ended_at", .timestamp, required: false, "When it ended."),
            .init("rated", .boolean, "Whether it was rated."),
            .init(
                "timeline",
                .array(
                    of: .object([
                        .init("event", .string(), "What happened."), .init("at", .timestamp, "When."),
                    ])), "What happened, in order."),
        ])
}
