import IntakeContract
public import IntakeDomain
public import Kernel
public import Messaging
public import UseCases
import Wire

extension ServiceRequest: EventMapping {
    /// The message for an event: ids, codes and times, no words.
    public func draft(of event: RequestEvent, at now: Timestamp) -> EventDraft? {
        var draft = published(event, at: now)
        draft.reason = event.reason
        return draft
    }

    private func published(_ event: RequestEvent, at now: Timestamp) -> EventDraft {
        switch event {
        case .registered(let channel, let category, let urgency, let placement, _):
            draft(
                RequestRegistered(
                    channel: channel.published, category: category?.text, urgency: urgency.published,
                    area: placement.area, located: placement.isLocated), at: now)
        case .accepted(let category, let urgency, let area, let round):
            draft(
                RequestAccepted(
                    // The skill is left open: the responsibility catalogue of Dispatch knows what a category asks for.
                    category: category.text, urgency: urgency.published, area: area, round: round,
                    registeredAt: registeredAt), at: now)
        case .handedOver(let authority): draft(RequestHandedOver(authority: authority.rawValue), at: now)
        case .refused(let reason): draft(RequestRefused(reason: reason.published), at: now)
        case .withdrawn: draft(RequestWithdrawn(), at: now)
        case .callbackDue(let round, let workOrder): draft(CallbackDue(round: round, workOrderID: workOrder), at: now)
        case .calledBack(let round, let result, let resolved, let attempt, _):
            // The published attempt ends at ten; a leader's case may be called more often.
            draft(
                RequestCalledBack(
                    round: round, result: result.published, resolved: resolved, attempt: min(attempt, 10)), at: now)
        case .reopened(let round, let workOrder):
            draft(RequestReopened(round: round, workOrderID: workOrder), at: now)
        case .closed(let round, let result, let workOrder):
            draft(
                RequestClosed(
                    round: round, category: category?.text ?? "", area: area, result: result.published,
                    workOrderID: workOrder, registeredAt: registeredAt), at: now)
        case .rated(let stars, let workOrder): draft(RequestRated(stars: stars, workOrderID: workOrder), at: now)
        }
    }

    private func draft(_ message: some Message, at now: Timestamp) -> EventDraft {
        EventDraft(
            message, aggregate: id, aggregateVersion: version.value, area: area, occurredAt: now,
            correlation: id.retagged())
    }
}
