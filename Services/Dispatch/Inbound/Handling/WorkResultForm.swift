import DispatchDomain
import Wire

/// The result of the work as its holder reports it.
struct WorkResultForm: FieldCodable {
    let result: ResultCode
    let quarterHours: Int
    let explanation: String?

    static let fields = Fields(
        name: "WorkResult", unknown: .refused, Self.init(result:quarterHours:explanation:),
        Field("result", \.result, "Result of the work."),
        Field(
            "quarter_hours", \.quarterHours, within: Submission.quarterHoursRange, unit: "quarter hours",
            "Service time with proof."),
        Field(
            "explanation", \.explanation, within: .characters(Submission.longestExplanation),
            "Explanation in the member's own words; required if the result is `not_solvable`."))

    /// What the order takes.
    func submission() throws(WorkOrderRejection) -> Submission {
        try Submission(result: result, quarterHours: quarterHours, explanation: explanation)
    }
}
