import IntakeDomain
import Wire

/// The result of a callback.
struct CallbackForm: FieldCodable {
    let result: CallbackResult
    let resolved: Bool

    static let fields = Fields(
        name: "Callback", unknown: .refused, Self.init(result:resolved:),
        Field("result", \.result, "Result of the callback."),
        Field("resolved", \.resolved, "Whether the need is met; false if nobody answered."))
}
