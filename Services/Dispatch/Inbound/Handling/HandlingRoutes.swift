import City
import DispatchApplication
import DispatchDomain
import Hummingbird
import Kernel
import ServiceRuntime
import Wire
import WorkingTime

// What is done with the orders that members have in hand.

extension DispatchRoutes {
    var handlingRoutes: [Endpoint] { [listAssignments, arrive, suspend, decideSuspension, resume, submit] }

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

    private var suspend: Endpoint {
        command(
            "suspend", operation: "askForSuspension",
            summary: "申请挂起。Asks that the clocks stand still, for a coded cause; somebody else decides.",
            roles: .any(.member, .dispatcher, .unit), ifMatch: true, body: .json(SuspensionForm.schema),
            scope: Principal.scope(asStaff: [.dispatcher, .unit])
        ) {
            .suspend(
                try SuspensionForm(from: $0.json).cause, by: $0.principal.handlingParty(asStaff: [.dispatcher, .unit]))
        }
    }

    private var decideSuspension: Endpoint {
        command(
            "decide-suspension", operation: "decideSuspension",
            summary: "审批挂起。Grants or refuses a suspension that somebody else asked for.",
            roles: .any(.dispatcher, .unit, .manager), ifMatch: true, body: .json(SuspensionVerdictForm.schema),
            scope: \.asStaff
        ) { .decideSuspension(granted: try SuspensionVerdictForm(from: $0.json).isGranted, by: $0.principal.id) }
    }

    private var resume: Endpoint {
        command(
            "resume", operation: "resumeHandling", summary: "恢复办理。Ends a suspension: the clocks go on.",
            roles: .any(.member, .dispatcher, .unit, .manager), ifMatch: true,
            scope: Principal.scope(asStaff: [.dispatcher, .unit, .manager])
        ) { .resume(by: $0.principal.handlingParty(asStaff: [.dispatcher, .unit, .manager])) }
    }

    private var submit: Endpoint {
        command(
            "submit", operation: "submitResult", summary: "提交办结。Reports the result of the work.",
            roles: .only(.member), body: .json(WorkResultForm.schema), scope: \.asMember
        ) { .submit(try WorkResultForm(from: $0.json).submission(), by: $0.principal.member) }
    }
}

extension Principal {
    /// A person with one of the roles acts for the unit, others as the holder.
    fileprivate func handlingParty(asStaff staff: Set<Role>) -> HandlingParty {
        roles.isDisjoint(with: staff) ? .holder(member) : .staff(id)
    }

    fileprivate static func scope(asStaff staff: Set<Role>) -> @Sendable (Principal) -> AccessScope {
        { $0.roles.isDisjoint(with: staff) ? $0.asMember : $0.asStaff }
    }
}

/// Why handling is to be suspended.
struct SuspensionForm: FieldCodable {
    let cause: PauseCause

    static let fields = Fields(
        name: "SuspensionRequest", unknown: .refused, Self.init(cause:),
        Field("cause", \.cause, "Cause of the suspension."))
}

/// Whether a suspension is granted.
struct SuspensionVerdictForm: FieldCodable {
    let isGranted: Bool

    static let fields = Fields(
        name: "SuspensionVerdict", unknown: .refused, Self.init(isGranted:),
        Field("granted", \.isGranted, "Whether the suspension is granted."))
}

/// A suspension as callers see it.
struct SuspensionResponse: FieldEncodable {
    let suspension: Suspension

    static let fields = WrittenFields<Self>(
        name: "Suspension",
        WrittenField("cause", \.suspension.cause, "Cause of the suspension."),
        WrittenField("asked_by", \.suspension.requester, "Identifier of the person who asked for it."),
        WrittenField("asked_at", \.suspension.askedAt, "Time at which it was asked for."),
        WrittenField(
            "approved_by", \.suspension.approver,
            "Identifier of the person who granted it; absent while nobody has decided."))
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
