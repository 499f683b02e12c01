import City
import DispatchContract
public import DispatchDomain
public import Kernel
public import Messaging
public import UseCases
import Wire
import WorkingTime

extension WorkOrder: EventMapping {
    /// The message for an event: codes, ids and areas; the member's explanation stays inside.
    public func draft(of event: WorkOrderEvent, at now: Timestamp) -> EventDraft? {
        switch event {
        case .issued(let terms):
            draft(
                WorkOrderIssued(
                    requestID: terms.request, round: terms.round, category: terms.category, area: terms.area,
                    resolutionDue: clock(.resolution)?.redAt ?? now), at: now)
        case .matched:
            nil
        case .offered(let wave):
            draft(
                WorkOrderOffered(
                    requestID: terms.request, wave: wave.number,
                    offers: wave.offers.map { OfferedMember(offerID: $0.id, memberID: $0.member) },
                    expiresAt: wave.expiresAt), at: now)
        case .declined(let offer, let member, let reason):
            draft(
                OfferDeclined(offerID: offer, memberID: member, reason: reason.published), reason: reason.rawValue,
                at: now)
        case .offersExpired(let wave):
            draft(OffersExpired(wave: wave), at: now)
        case .accepted(let member, let offer):
            draft(WorkOrderAccepted(requestID: terms.request, memberID: member, offerID: offer), at: now)
        case .arrived(let member):
            draft(MemberArrived(memberID: member), at: now)
        case .suspensionAsked(let cause, let requester):
            draft(
                SuspensionAsked(cause: cause.published, requesterID: requester), reason: cause.rawValue, at: now)
        case .suspended(let cause, let requester, let approver):
            draft(
                WorkOrderSuspended(cause: cause.published, requesterID: requester, approverID: approver),
                reason: cause.rawValue, at: now)
        case .suspensionRefused(let approver):
            draft(SuspensionRefused(approverID: approver), at: now)
        case .resumed(let actor):
            draft(WorkOrderResumed(actorID: actor), at: now)
        case .submitted(let member, let submission):
            draft(
                WorkOrderSubmitted(
                    memberID: member, result: submission.result.published, quarterHours: submission.quarterHours),
                at: now)
        case .verified(let member, let submission, let verifier):
            draft(verified(member, submission, by: verifier), at: now)
        case .reworkOrdered(let member, let reason):
            draft(ReworkOrdered(memberID: member, reason: reason.published), reason: reason.rawValue, at: now)
        case .lightChanged(let clock, let from, let to):
            draft(
                LightChanged(
                    clock: clock.published, from: from.published, to: to.published, category: terms.category,
                    area: responsibleArea), at: now)
        case .escalated(let from, let to, let cause):
            draft(
                WorkOrderEscalated(
                    from: from.published, to: to.published, cause: cause.published,
                    area: AreaHierarchy.responsible(for: terms.area, at: to)), at: now)
        case .cancelled:
            draft(WorkOrderCancelled(requestID: terms.request), at: now)
        }
    }

    private func verified(_ member: MemberID, _ submission: Submission, by verifier: ActorID) -> WorkOrderVerified {
        WorkOrderVerified(
            requestID: terms.request, round: terms.round, memberID: member, verifierID: verifier,
            category: terms.category, area: terms.area, result: submission.result.published,
            quarterHours: submission.quarterHours, difficulty: terms.responsibility.difficulty,
            urgency: terms.urgency.factorTenths, profession: terms.responsibility.profession)
    }

    private func draft(_ message: some Message, reason: String? = nil, at now: Timestamp) -> EventDraft {
        var draft = EventDraft(
            message, aggregate: id, aggregateVersion: version.value, area: terms.area, occurredAt: now,
            correlation: terms.request.retagged())
        draft.reason = reason
        return draft
    }
}

/// Every enumeration of the domain that messages name.
enum PublishedCodes {
    static let all: [any PublishedCode.Type] = [
        DispatchDomain.DeclineReason.self, DispatchDomain.ResultCode.self, DispatchDomain.ReworkReason.self,
        DispatchDomain.ClockKind.self, DispatchDomain.EscalationCause.self, PauseCause.self,
    ]
}

extension DispatchDomain.DeclineReason: PublishedCode { typealias Published = DispatchContract.DeclineReason }
extension DispatchDomain.ResultCode: PublishedCode { typealias Published = DispatchContract.ResultCode }
extension DispatchDomain.ReworkReason: PublishedCode { typealias Published = DispatchContract.ReworkReason }
extension DispatchDomain.ClockKind: PublishedCode { typealias Published = DispatchContract.ClockKind }
extension DispatchDomain.EscalationCause: PublishedCode { typealias Published = DispatchContract.EscalationCause }
extension PauseCause: PublishedCode { typealias Published = SuspensionCause }
