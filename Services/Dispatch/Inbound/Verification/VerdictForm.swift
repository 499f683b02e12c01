import DispatchDomain
import Wire

/// What a verifier finds about a result.
struct VerdictForm: FieldCodable {
    let passed: Bool
    let reason: ReworkReason?

    static let fields = Fields(
        name: "Verdict", unknown: .refused, Self.init(passed:reason:),
        Field("passed", \.passed, "Whether the result is confirmed."),
        Field(
            "reason", \.reason, "Reason for sending the work back; required if the result is not confirmed."))

    /// What the order takes.
    var verdict: WorkOrderCommand.Verdict { passed ? .passed : .failed(reason) }
}
