import DispatchDomain
import Wire

/// Why a member declines an offer.
struct DeclineForm: FieldCodable {
    let reason: DeclineReason

    static let fields = Fields(
        name: "Decline", unknown: .refused, Self.init(reason:),
        Field("reason", \.reason, "Reason for declining."))
}
