import DispatchApplication
import DispatchDomain
import Hummingbird
import Kernel
import ServiceRuntime
import Wire

// What is done with the orders that members have in hand.

extension DispatchRoutes {
    var handlingRoutes: [Endpoint] { [listAssignments, arrive, submit] }

    private var listAssignments: Endpoint {
        .authenticated(
            .get, "/v1/assignments", operation: "listOwnWorkOrders",
            summary: "我的工单。Lists the work orders that the caller holds.", roles: .only(.member),
            responses: [
                .init(.ok, "Work orders that the caller holds, 200 at most.", .page(of: WorkOrderLineResponse.schema))
            ]
        ) { request in
            let lines = try await queries.ordersInHand(
                of: request.principal.member, scope: request.principal.asMember)
            return .page(lines.map(WorkOrderLineResponse.init(line:)), next: nil)
        }
    }

    private var arrive: Endpoint {
        command(
            "arrive", operation: "arrive", summary: "Records that the holder has arrived.", roles: .only(.member),
            scope: \.asMember
        ) { .arrive(by: $0.principal.member) }
    }

    private var submit: Endpoint {
        command(
            "submit", operation: "submitResult", summary: "提交办结。Reports the result of the work.",
            roles: .only(.member), body: .json(WorkResultForm.schema), scope: \.asMember
        ) { .submit(try WorkResultForm(from: $0.json).submission(), by: $0.principal.member) }
    }
}

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
