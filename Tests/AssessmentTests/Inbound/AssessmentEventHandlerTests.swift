import AssessmentApplication
import AssessmentDomain
import AssessmentInbound
import City
import DispatchContract
import IntakeContract
import Kernel
import Messaging
import RegistryContract
import ServiceTestSupport
import Synchronization
import Testing
import Wire

@Suite("Events of the other contexts")
struct AssessmentEventHandlerTests {
    /// Keeps what it is given and applies it.
    final class Recorder: LedgerStore {
        private let taken = Mutex<[IncomingMessage]>([])

        var messages: [IncomingMessage] { taken.withLock { $0 } }

        func receive(
            _ messages: [IncomingMessage], scope: AccessScope, decide: (LedgerBook, [Int]) throws -> LedgerUpdate
        ) async throws -> [Outcome] {
            taken.withLock { $0 += messages }
            return messages.map { _ in .applied }
        }
    }

    let recorder = Recorder()
    let order = WorkOrderID(high: 2, low: 1)
    let request = ServiceRequestID(high: 3, low: 1)
    let member = MemberID(high: 1, low: 1)

    var handler: AssessmentEventHandler {
        AssessmentEventHandler(
            store: recorder, city: AssessmentHarness.city, time: ManualClock(AssessmentHarness.now))
    }

    @Test("every message of the three languages is known, also those that say nothing that matters here")
    func knowsTheLanguages() async throws {
        let irrelevant = [
            SampleDeliveries.delivery(WorkOrderCancelled(requestID: request), of: order, version: 1),
            SampleDeliveries.delivery(MemberAvailabilityChanged(availability: .busy), of: member, version: 1),
            SampleDeliveries.delivery(RequestWithdrawn(), of: request, version: 1),
        ]
        #expect(try await handler.handle(irrelevant) == [.applied, .applied, .applied])
        #expect(recorder.messages.allSatisfy { $0.event == nil })
    }

    @Test("a bad message is refused with its reason and the good ones around it are taken")
    func refusesAlone() async throws {
        let good = SampleDeliveries.member(member, home: "330402007001001")
        let verified = SampleDeliveries.workOrder(order, request: request, member: member, submittedAt: .zero)[2]
        let table: [(Delivery, String)] = [
            (
                SampleDeliveries.delivery(
                    type: verified.properties.type ?? "", body: Array("{".utf8), of: order, version: 9),
                "body: "
            ),
            (
                SampleDeliveries.delivery(
                    type: verified.properties.type ?? "", body: Array("{}".utf8), of: order, version: 9),
                "body: missing at request_id"
            ),
            (
                SampleDeliveries.delivery(type: "dispatch.workorder.exploded", body: [], of: order, version: 9),
                "type: not known"
            ),
            (
                SampleDeliveries.delivery(
                    MemberCheckedIn(area: AssessmentHarness.area("330402007001001")), of: member, version: 9,
                    schemaVersion: 2),
                "version: newer"
            ),
            (
                SampleDeliveries.delivery(
                    MemberCheckedIn(area: AssessmentHarness.area("110101001001001")), of: member, version: 9,
                    area: "110101"),
                "area"
            ),
            (
                SampleDeliveries.delivery(
                    MemberCheckedIn(area: AssessmentHarness.area("110101001001001")), of: member, version: 9),
                "area"
            ),
            (
                SampleDeliveries.workOrder(order, request: request, member: member, submittedAt: .zero, difficulty: 11)[
                    2],
                "factors"
            ),
        ]
        for (bad, reason) in table {
            let outcomes = try await handler.handle([good[0], bad, good[1]])
            #expect(outcomes[0] == .applied && outcomes[2] == .applied)
            guard case .refused(let given) = outcomes[1] else {
                Issue.record("taken: \(reason)")
                continue
            }
            #expect(given.reason.contains(reason))
        }
    }

    @Test(
        "an envelope that lacks something is refused and names it",
        arguments: ["message_id", "type", "subject", "aggregateversion", "schemaversion", "area", "time", "partition"])
    func refusesEnvelopes(missing: String) async throws {
        let whole = SampleDeliveries.member(member, home: "330402007001001")[0]
        var properties = whole.properties
        switch missing {
        case "message_id": properties.messageID = nil
        case "type": properties.type = nil
        default: properties.headers["cloudEvents:\(missing)"] = nil
        }
        let delivery = Delivery(
            tag: whole.tag, exchange: whole.exchange, routingKey: whole.routingKey, properties: properties,
            body: whole.body, redelivered: false)
        let outcomes = try await handler.handle([delivery])
        guard case .refused(let refusal)? = outcomes.first else {
            Issue.record("taken")
            return
        }
        #expect(refusal.kind == .envelope)
        #expect(refusal.detail.contains(missing))
    }

    @Test("a verification of a day to come counts from today")
    func clockAhead() async throws {
        let future = Timestamp(microseconds: 4_070_908_800_000_000)
        let verified = SampleDeliveries.workOrder(order, request: request, member: member, submittedAt: future)[2]
        #expect(try await handler.handle([verified]) == [.applied])
        guard case .service(.verified(let verification))? = recorder.messages.first?.event else {
            Issue.record("\(recorder.messages)")
            return
        }
        #expect(verification.at == AssessmentHarness.now)
    }

    @Test("an unknown field of a known message is passed over")
    func passesNewFields() async throws {
        let body = Array(#"{"area":"330402007001001","skills":[],"colour":"red"}"#.utf8)
        let delivery = SampleDeliveries.delivery(type: MemberRegistered.type, body: body, of: member, version: 1)
        #expect(try await handler.handle([delivery]) == [.applied])
        #expect(
            recorder.messages.first?.event == .memberArea(member, AssessmentHarness.area("330402007001001")))
    }
}
