import Wire

/// Whose requests are searched.
struct CallerForm: FieldCodable {
    let phone: String

    static let fields = Fields(
        name: "Caller", unknown: .refused, Self.init(phone:),
        Field("phone", \.phone, within: .characters(40), "Phone number as typed."))
}
