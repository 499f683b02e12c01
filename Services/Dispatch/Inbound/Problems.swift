public import DispatchDomain
import HTTPTypes
public import ServiceRuntime
import Wire

// The one file that says what a rejection looks like to a caller.

extension WorkOrderRejection: ProblemConvertible {
    /// The problem.
    public var problem: Problem {
        switch self {
        case .illegal(let state, let allowed):
            .illegalTransition(from: state.rawValue, allowed: allowed.map(\.rawValue))
        case .takenByAnother: Problem("offer-taken", .conflict, title: "已被他人接单")
        case .offerClosed(let state):
            Problem("offer-closed", .conflict, title: "要约已失效").with("state", state.rawValue)
        // What is not one's own is not there.
        case .noSuchOffer, .notHolder: .notFound
        case .samePerson(let rule): Problem(rule.name, .forbidden, title: "经办人不能核查或审批自己经办的事项")
        case .reworkReasonMissing: .invalidField(code: "missing", path: "reason")
        case .quarterHoursOutOfRange: .invalidField(code: "out_of_range", path: "quarter_hours")
        case .explanationMissing: .invalidField(code: "missing", path: "explanation")
        case .explanationTooLong:
            .invalidField(
                code: "too_long", path: "explanation",
                limit: WireError.Limit(Submission.longestExplanation, .characters))
        case .unknownMember: .invalidField(code: "unknown_value", path: "member_id")
        case .memberBarred(let gate):
            Problem("member-barred", .conflict, title: "该党员不符合派单条件").with("gate", gate.rawValue)
        }
    }
}
