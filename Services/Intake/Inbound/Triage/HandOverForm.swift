import IntakeDomain
import Wire

/// To whom a request is handed over.
struct HandOverForm: FieldCodable {
    let authority: Authority

    static let fields = Fields(
        name: "HandOver", unknown: .refused, Self.init(authority:),
        Field("authority", \.authority, "Authority that receives the request."))
}
