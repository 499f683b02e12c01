import IntakeApplication
import IntakeDomain
import PersonalData
import Wire

/// Reads the JSON of a registration, which is the same over HTTP and in a message.
enum RegistrationForm {
    /// Reads it.
    ///
    /// - Parameter channel: the channel where the form does not say it itself.
    /// - Throws: `WireError` or `FieldFault`.
    static func read(_ form: WireObject, channel fixed: Channel?) throws -> Registration {
        let channel = try fixed ?? form.enumeration("channel", as: Channel.self)
        let requester = try requester(form.optionalObject("requester"), channel: channel)
        return Registration(
            channel: channel, text: try text(form), requester: requester,
            coordinates: try form.optionalObject("location").flatMap(coordinates),
            area: try form.optionalAreaCode("area"), category: try fixed == nil ? category(form) : nil,
            urgency: try fixed == nil ? form.optionalEnumeration("urgency", as: Urgency.self) ?? .general : .general)
    }

    static func category(_ form: WireObject) throws(WireError) -> Category? {
        guard let text = try form.optionalString("category") else { return nil }
        guard let category = Category(text) else { throw form.error(.unknownValue, at: "category") }
        return category
    }

    private static func text(_ form: WireObject) throws -> RequestText {
        let body = try form.string("text", maxLength: FieldFault.readable)
        let title = try form.typed("title") { try RequestText(title: $0, body: "-").title }
        return try FieldFault.at("text") { try RequestText(title: title ?? nil, body: body) }
    }

    private static func requester(_ form: WireObject?, channel: Channel) throws -> Requester {
        let phone = try form?.typed("phone") { try PhoneNumber($0) }
        if phone == nil, channel.needsPhone { throw WireError(code: .missing, path: "requester.phone") }
        return Requester(
            name: try form?.typed("name") { try PersonName($0) }, phone: phone,
            address: try form?.typed("address") { try ServiceAddress($0) })
    }

    /// Coordinates without their system are refused: GCJ-02 taken for WGS 84 is hundreds of metres off.
    ///
    /// A place of which nothing is said is none.
    private static func coordinates(_ form: WireObject) throws -> GivenCoordinates? {
        guard ["latitude", "longitude", "crs"].contains(where: form.has) else { return nil }
        let system = try form.enumeration("crs", as: CoordinateSystem.self)
        let latitude = try form.double("latitude", in: -180...180)
        let longitude = try form.double("longitude", in: -180...180)
        guard let given = GivenCoordinates(latitude: latitude, longitude: longitude, system: system) else {
            throw form.error(.outOfRange, at: "latitude")
        }
        return given
    }

    // MARK: Schemas

    private static let requesterSchema = Schema.object(
        name: "NewRequester",
        [
            .init("name", .string(maxLength: PersonName.limit.characters), required: false, "Name of the requester."),
            .init("phone", .string(), required: false, "Phone number, as it is typed; required by phone, web and SMS."),
            .init(
                "address", .string(maxLength: ServiceAddress.limit.characters), required: false,
                "Address where help is wanted, in words."),
        ])

    private static let locationSchema = Schema.object(
        name: "Location",
        [
            .init("latitude", .number(-180...180), unit: "degrees", "Latitude, north being positive."),
            .init("longitude", .number(-180...180), unit: "degrees", "Longitude, east being positive."),
            .init("crs", .choice(CoordinateSystem.allCases.map(\.rawValue)), "Coordinate system of the two."),
        ])

    private static let textAndLocation: [Schema.Property] = [
        .init(
            "title", .string(maxLength: RequestText.titleLimit.characters), required: false, "Subject of the request."),
        .init("text", .string(minLength: 1, maxLength: RequestText.limit.characters), "Words of the requester."),
        .init("requester", requesterSchema, required: false, "Person who asks."),
        .init("location", locationSchema, required: false, "Position of the place."),
        .init("area", .areaCode, required: false, "Code of the area, if it is known."),
    ]

    /// The form of the public, whose channel is the web.
    static let publicSchema = Schema.object(name: "PublicRequest", textAndLocation)

    /// The form of call-takers and other systems.
    static let staffSchema = Schema.object(
        name: "NewRequest",
        [.init("channel", Channel.schema(NoLimits()), "Channel by which the request reached us.")]
            + textAndLocation + [
                .init(
                    "category", .string(), required: false,
                    "Path in the category tree; where it is absent, the lexicon finds one."),
                .init(
                    "urgency", Urgency.schema(NoLimits()), required: false,
                    "Urgency of the request; `general` if absent."),
            ])
}
