import IntakeApplication
import PersonalData
import Wire

/// A requester as those see it who need not know more.
struct MaskedContactResponse: FieldEncodable {
    let requester: Requester

    static let fields = WrittenFields<Self>(
        name: "MaskedContact",
        WrittenField("name", \.requester.name?.masked, "Name of the requester, masked."),
        WrittenField("phone", \.requester.phone?.masked, "Phone number of the requester, masked."),
        WrittenField("address", \.requester.address?.masked, "Address of the requester, masked."))
}

/// A requester's contact in full.
struct ContactResponse: FieldEncodable {
    let requester: Requester

    static let fields = WrittenFields<Self>(
        name: "Contact",
        WrittenField("name", \.requester.name?.text, "Name of the requester."),
        WrittenField("phone", \.requester.phone?.normalised, "Phone number of the requester."),
        WrittenField("address", \.requester.address?.text, "Address of the requester."))
}
