import IntakeDomain
import Wire

/// Why a request is not accepted.
struct RefusalForm: FieldCodable {
    let reason: RefusalReason

    static let fields = Fields(
        name: "Refusal", unknown: .refused, Self.init(reason:), Field("reason", \.reason, "Reason for the refusal."))
}
