import IntakeDomain
import Kernel
import Wire

/// By what a requester shows whose request it is.
struct TrackingForm: FieldCodable {
    let code: String
    let lastFour: String

    static let fields = Fields(
        name: "Tracking", unknown: .refused, Self.init(code:lastFour:), Self.code(\.code), Self.lastFour(\.lastFour))

    static func code<Form>(_ path: any KeyPath<Form, String> & Sendable) -> Field<Form, String> {
        Field("code", path, "Tracking code of the request.")
    }

    static func lastFour<Form>(_ path: any KeyPath<Form, String> & Sendable) -> Field<Form, String> {
        Field("phone_last4", path, "Last four digits of the requester's phone number.")
    }

    /// Code and digits; those of the wrong form are answered like wrong ones.
    func proof() throws(ChangeFault) -> (TrackingCode, lastFour: String) {
        guard let code = TrackingCode(code), lastFour.utf8.count == 4,
            lastFour.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .notFound }
        return (code, lastFour)
    }
}
