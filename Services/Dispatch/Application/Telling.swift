import DispatchContract
import DispatchDomain
import Kernel
import Messaging
import Wire

/// Turns what an order told itself into what the others hear: codes, ids and areas; the explanation stays here.
enum Telling {
    /// One message an event; the last one carries the order's version.
    static func drafts(_ events: [WorkOrderEvent], of order: WorkOrder, at now: Timestamp) -> [EventDraft] {
        let first = order.version.value - Int64(events.count) + 1
        return events.enumerated().map { place, event in
            draft(event, of: order, version: first + Int64(place), at: now)
        }
    }

    private static func draft(
        _ event: WorkOrderEvent, of order: WorkOrder, version: Int64, at now: Timestamp
    ) -> EventDraft {
        func told(_ message: some Message) -> EventDraft {
            EventDraft(
                message, aggregate: order.id, aggregateVersion: version, area: order.issue.area, occurredAt: now,
                correlation: order.issue.request.retagged())
        }
        let issue = order.issue
        switch event {
        case .issued:
            return told(
                WorkOrderIssued(
                    requestID: issue.request, round: issue.round, category: issue.category, area: issue.area,
                    resolutionDue: order.clock(.resolution)?.redAt ?? now))
        case .offered(let wave):
            return told(
                WorkOrderOffered(
                    requestID: issue.request, wave: wave.number,
                    offers: wave.offers.map { OfferedMember(offerID: $0.id, memberID: $0.member) },
                    expiresAt: wave.expiresAt))
        case .declined(let offer, let member, let reason):
            return told(OfferDeclined(offerID: offer, memberID: member, reason: Coded.declineReason(reason)))
        case .offersExpired(let wave):
            return told(OffersExpired(wave: wave))
        case .accepted(let member, let offer):
            return told(WorkOrderAccepted(requestID: issue.request, memberID: member, offerID: offer))
        case .arrived(let member):
            return told(MemberArrived(memberID: member))
        case .submitted(let member, let submission):
            return told(
                WorkOrderSubmitted(
                    memberID: member, result: Coded.result(submission.result),
                    quarterHours: submission.quarterHours))
        case .verified(let verifier):
            return told(verified(order, by: verifier))
        case .reworkOrdered(let member, let reason):
            return told(ReworkOrdered(memberID: member, reason: Coded.reworkReason(reason)))
        case .lightChanged(let clock, let from, let to):
            return told(
                LightChanged(
                    clock: Coded.clock(clock), from: Coded.light(from), to: Coded.light(to),
                    category: issue.category, area: order.responsibleArea))
        case .escalated(let from, let to, let cause):
            return told(
                WorkOrderEscalated(
                    from: Coded.level(from), to: Coded.level(to), cause: Coded.cause(cause),
                    area: Chain.responsible(for: issue.area, at: to)))
        case .cancelled:
            return told(WorkOrderCancelled(requestID: issue.request))
        }
    }

    private static func verified(_ order: WorkOrder, by verifier: ActorID) -> WorkOrderVerified {
        let issue = order.issue
        guard let member = order.holder, let submission = order.submission else {
            preconditionFailure("a verified order has a holder and a result")
        }
        return WorkOrderVerified(
            requestID: issue.request, round: issue.round, memberID: member, verifierID: verifier,
            category: issue.category, area: issue.area, result: Coded.result(submission.result),
            quarterHours: submission.quarterHours, difficulty: issue.responsibility.difficulty,
            urgency: issue.urgency.factorTenths, profession: issue.responsibility.profession)
    }
}
