import City
import DispatchContract
import IntakeContract
import Kernel
import Messaging
import RegistryContract
import ServiceTestSupport
import Wire

/// Deliveries as the other contexts would send them.
enum SampleDeliveries {
    static let partitions = 4
    private static let builder = DeliveryBuilder(
        partitions: partitions, area: AssessmentHarness.area("330402007001001"), at: AssessmentHarness.now)

    /// One message of an aggregate's life.
    static func delivery(
        _ message: some Message, of aggregate: Identifier<some Any>, version: Int64, area: String? = nil,
        at moment: Timestamp? = nil, schemaVersion: Int? = nil
    ) -> Delivery {
        builder.event(
            message, of: aggregate, version: version, area: area.map { AssessmentHarness.area($0) }, at: moment,
            schemaVersion: schemaVersion)
    }

    static func delivery(
        type: String, body: [UInt8], of aggregate: Identifier<some Any>, version: Int64, schemaVersion: Int = 1
    ) -> Delivery {
        builder.event(type: type, body: body, of: aggregate, version: version, schemaVersion: schemaVersion)
    }

    /// A work order's life: issued, submitted, verified.
    static func workOrder(
        _ order: WorkOrderID, request: ServiceRequestID, member: MemberID, area: String = "330402007001001",
        submittedAt: Timestamp, quarterHours: Int = 10, difficulty: Int = 12, urgency: Int = 15, profession: Int = 13
    ) -> [Delivery] {
        let code = AssessmentHarness.area(area)
        let issued = WorkOrderIssued(
            requestID: request, round: 1, category: "城乡建设/路灯", area: code, resolutionDue: submittedAt)
        let submitted = WorkOrderSubmitted(memberID: member, result: .solved, quarterHours: quarterHours)
        let verified = WorkOrderVerified(
            requestID: request, round: 1, memberID: member, verifierID: ActorID(high: 5, low: 5), category: "城乡建设/路灯",
            area: code, result: .solved, quarterHours: quarterHours, difficulty: difficulty, urgency: urgency,
            profession: profession)
        return [
            delivery(issued, of: order, version: 1, area: area, at: submittedAt - .seconds(7_200)),
            delivery(submitted, of: order, version: 2, area: area, at: submittedAt),
            delivery(verified, of: order, version: 3, area: area, at: submittedAt + .seconds(86_400)),
        ]
    }

    /// A request's life as far as it matters here: called back, and reopened if the requester was not satisfied.
    static func request(
        _ request: ServiceRequestID, order: WorkOrderID, area: String = "330402007001001", answer: CallbackResult,
        at moment: Timestamp = AssessmentHarness.now
    ) -> [Delivery] {
        let calledBack = RequestCalledBack(round: 1, result: answer, resolved: answer != .dissatisfied, attempt: 1)
        let last: Delivery =
            answer == .dissatisfied
            ? delivery(RequestReopened(round: 2, workOrderID: order), of: request, version: 2, area: area, at: moment)
            : delivery(RequestRated(stars: 5, workOrderID: order), of: request, version: 2, area: area, at: moment)
        return [delivery(calledBack, of: request, version: 1, area: area, at: moment), last]
    }

    /// A member's life: registered, and checked in.
    static func member(_ member: MemberID, home: String) -> [Delivery] {
        let area = AssessmentHarness.area(home)
        return [
            delivery(MemberRegistered(area: area, skills: []), of: member, version: 1, area: home),
            delivery(MemberCheckedIn(area: area), of: member, version: 2, area: home),
        ]
    }
}
