import City
import DispatchDomain
import ServiceRuntime
import Wire

// What verifiers do with results.

extension DispatchRoutes {
    var verificationRoutes: [Endpoint] {
        [
            command(
                "verify", operation: "verifyResult", summary: "核查办理结果。Confirms a result, or sends the work back.",
                roles: .any(.verifier, .unit), body: .json(VerdictForm.schema), scope: \.asStaff
            ) { .verify(try VerdictForm(from: $0.json).verdict, by: $0.principal.id) }
        ]
    }
}

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
