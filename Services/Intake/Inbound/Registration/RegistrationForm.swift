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

    static func category(_ form: WireObject) throws -> Category? {
        try form.optionalString("category").map { text in
            guard let category = Category(text) else { throw form.error(.unknownValue, at: "category") }
            return category
        }
    }

    /// Longer texts than any that is taken are read, so that the answer can name the limit.
    private static let readable = 2_000_000

    private static func text(_ form: WireObject) throws -> RequestText {
        let body = try form.string("text", maxLength: readable)
        let title = try optional("title", of: form) { try RequestText(title: $0, body: "-").title }
        return try FieldFault.at("text") { try RequestText(title: title ?? nil, body: body) }
    }

    private static func requester(_ form: WireObject?, channel: Channel) throws -> Requester {
        let phone = try optional("phone", of: form) { try PhoneNumber($0) }
        if phone == nil, channel.needsPhone { throw WireError(code: .missing, path: "requester.phone") }
        return Requester(
            name: try optional("name", of: form) { try PersonName($0) }, phone: phone,
            address: try optional("address", of: form) { try ServiceAddress($0) })
    }

    /// A text that need not be there; one without anything visible is not there.
    static func optional<Value>(
        _ key: String, of form: WireObject?, _ read: (String) throws -> Value
    ) throws -> Value? {
        guard let form, let typed = try form.optionalString(key, maxLength: readable), !CleanText.isBlank(typed) else {
            return nil
        }
        return try FieldFault.at(form.path.isEmpty ? key : "\(form.path).\(key)") { try read(typed) }
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
}
