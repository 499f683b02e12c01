import City
import IntakeApplication
import IntakeDomain
import Kernel
import Messaging
import PersonalData
import TestSupport
import UseCases

/// What the tables of Intake hold.
struct IntakeTables: Sendable {
    var records: [ServiceRequestID: Record] = [:]
    var responses: [RegistrationClaim: Response] = [:]
    var grants: [ServiceRequestID: ContactGrant] = [:]
    var accesses: [ContactAccess] = []
    var published: [EventDraft] = []
    var inbox = InMemoryInbox()
    private(set) var areas: [AreaCode: Area] = [:]
    private var areaChanges: Int64 = 0
    private var sequence: Int64 = 0

    /// A request with what belongs to it.
    struct Record: Sendable {
        var request: ServiceRequest
        let text: RequestText
        let requester: Requester
        let location: GeoPoint?
        let doubt: Placement.Doubt?
        let trackingCode: TrackingCode
        var steps: [TrackedRequest.Step] = []
    }

    /// A response that is kept for replays.
    struct Response: Sendable {
        let receipt: RegistrationReceipt
        let body: [UInt8]?
        let createdAt: Timestamp
    }

    var areasMark: AreaTable.Mark { AreaTable.Mark(digest: areaChanges) }

    mutating func define(_ area: Area) {
        areas[area.code] = area
        areaChanges += 1
    }

    mutating func nextSequence() -> Int64 {
        sequence += 1
        return sequence
    }

    func record(_ selection: RequestSelection) -> [Record] {
        switch selection {
        case .request(let id): records[id].map { [$0] } ?? []
        case .tracked(let code, let lastFour):
            records.values.filter { $0.trackingCode == code && $0.requester.phone?.lastFour == lastFour }
        }
    }

    mutating func findings(
        for draft: RegistrationDraft, now: Timestamp, doubleSubmit: Duration
    ) -> RegistrationFindings {
        let sequence = nextSequence()
        guard let claim = draft.claim else { return RegistrationFindings(sequence: sequence, claim: .none) }
        guard let response = responses[claim], draft.key != nil || response.createdAt > now - doubleSubmit else {
            return RegistrationFindings(sequence: sequence, claim: .free)
        }
        return RegistrationFindings(
            sequence: sequence, claim: .answered(response.receipt, sameBody: response.body == draft.key?.body))
    }

    mutating func write(
        _ decisions: [RegistrationDecision], of drafts: [RegistrationDraft], keepsResponses: Bool, now: Timestamp
    ) {
        for (decision, draft) in zip(decisions, drafts) {
            guard case .registered(let receipt) = decision.outcome, let transition = decision.transition else {
                continue
            }
            records[draft.id] = Record(
                request: transition.after, text: draft.registration.text, requester: draft.registration.requester,
                location: draft.placement.location, doubt: draft.placement.doubt, trackingCode: draft.trackingCode)
            write([transition])
            if keepsResponses, let claim = draft.claim {
                responses[claim] = Response(receipt: receipt, body: draft.key?.body, createdAt: now)
            }
        }
    }

    mutating func write(_ transitions: [Transition<ServiceRequest>]) {
        for transition in transitions where !transition.isEmpty {
            let request = transition.after
            records[request.id]?.request = request
            records[request.id]?.steps += transition.events.map {
                TrackedRequest.Step(event: $0.event.code, at: transition.at)
            }
            published += transition.drafts
        }
    }
}
