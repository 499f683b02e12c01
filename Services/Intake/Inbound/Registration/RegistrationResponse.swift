import IntakeApplication
import IntakeDomain
import Kernel
import Wire

/// What a requester gets for a registration.
struct RegistrationResponse: FieldEncodable {
    let receipt: RegistrationReceipt
    /// True where the receipt is that of a request that was registered a moment ago.
    var duplicate: Bool?

    static let fields = WrittenFields<Self>(
        name: "Receipt",
        WrittenField("id", \.receipt.id, "Identifier of the request."),
        WrittenField("number", \.receipt.number.text, "Number of the request, for reading out."),
        WrittenField("tracking_code", \.receipt.trackingCode.text, "Secret code for following the request."),
        WrittenField("state", \.receipt.state, "State of the request."),
        WrittenField("category", \.receipt.category?.text, "Path in the category tree, where it is sure."),
        WrittenField("area", \.receipt.area, "Code of the area that the request was placed in."),
        WrittenField(
            "located", \.receipt.isLocated, "Whether the place is sure; if not, it is to be checked 位置待核实."),
        WrittenField("registered_at", \.receipt.registeredAt, "Moment at which the clock of the request started."),
        WrittenField("version", \.receipt.version, "Number of changes so far; the value for If-Match."),
        WrittenField("duplicate", \.duplicate, "Whether this is a request of a moment ago."))
}
