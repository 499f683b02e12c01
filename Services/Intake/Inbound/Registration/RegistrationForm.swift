import IntakeApplication
import IntakeDomain
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
            coordinates: try form.optionalObject("location").map(coordinates),
            area: try form.optionalAreaCode("area"), category: try fixed == nil ? category(form) : nil,
            urgency: try fixed == nil ? form.optionalEnumeration("urgency", as: Urgency.self) ?? .general : .general)
    }

    static func category(_ form: WireObject) throws -> Category? {
        try form.optionalString("category").map { text in
            guard let category = Category(text) else { throw form.error(.unknownValue, at: "category") }
            return category
        }
    }

    /// Longer texts than any that is taken are read, so that the answer can name the limit.
    private static let readable = 2_000_000

    private static func text(_ form: WireObject) throws -> RequestText {
        let title = try form.optionalString("title", maxLength: readable)
        let body = try form.string("text", maxLength: readable)
        if let title { _ = try FieldFault.at("title") { try RequestText(title: title, body: "-") } }
        return try FieldFault.at("text") { try RequestText(title: title, body: body) }
    }

    private static func requester(_ form: WireObject?, channel: Channel) throws -> Requester {
        let phone = try form?.optionalString("phone", maxLength: readable).map { typed in
            try FieldFault.at("requester.phone") { try PhoneNumber(typed) }
        }
        if phone == nil, channel.needsPhone { throw WireError(code: .missing, path: "requester.phone") }
        return Requester(
            name: try form?.optionalString("name", maxLength: readable).map { typed in
                try FieldFault.at("requester.name") { try PersonName(typed) }
            }, phone: phone,
            address: try form?.optionalString("address", maxLength: readable).map { typed in
                try FieldFault.at("requester.address") { try ServiceAddress(typed) }
            })
    }

    /// Coordinates without their system are refused: GCJ-02 taken for WGS 84 is hundreds of metres off.
    private static func coordinates(_ form: WireObject) throws -> GivenCoordinates {
        let system = try form.enumeration("crs", as: CoordinateSystem.self)
        let latitude = try form.double("latitude", in: -180...180)
        let longitude = try form.double("longitude", in: -180...180)
        guard let given = GivenCoordinates(latitude: latitude, longitude: longitude, system: system) else {
            throw form.error(.outOfRange, at: "latitude")
        }
        return given
    }
}
