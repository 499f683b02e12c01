import IntakeContract
public import IntakeDomain
public import Kernel
public import Messaging
import Wire

/// Puts what happened to a request into the language that the other contexts read: ids, codes and times, no words.
public struct PublishedLanguage: Sendable {
    /// Makes the translation.
    public init() {}

    /// The draft of an event.
    ///
    /// `request` is the state after it.
    public func draft(_ event: RequestEvent, of request: ServiceRequest, at now: Timestamp) -> EventDraft {
        func draft(_ message: some Message) -> EventDraft {
            EventDraft(
                message, aggregate: request.id, aggregateVersion: request.version.value, area: request.area,
                occurredAt: now, correlation: request.id.retagged())
        }
        switch event {
        case .registered(let channel, let category, let urgency, let placement, _):
            return draft(
                RequestRegistered(
                    channel: Self.told(channel), category: category?.text, urgency: Self.told(urgency),
                    area: placement.area, located: placement.isLocated))
        case .accepted(let category, let urgency, let area, let round):
            return draft(
                RequestAccepted(
                    // The skill is left open: the responsibility catalogue of Dispatch knows what a category asks for.
                    category: category.text, urgency: Self.told(urgency), area: area, round: round,
                    registeredAt: request.registeredAt))
        case .handedOver(let authority): return draft(RequestHandedOver(authority: authority.rawValue))
        case .refused(let reason): return draft(RequestRefused(reason: Self.told(reason)))
        case .withdrawn: return draft(RequestWithdrawn())
        case .callbackDue(let round, let workOrder): return draft(CallbackDue(round: round, workOrderID: workOrder))
        case .calledBack(let round, let result, let resolved, let attempt, _):
            // The published attempt ends at ten; a leader's case may be called more often.
            return draft(
                RequestCalledBack(
                    round: round, result: Self.told(result), resolved: resolved, attempt: min(attempt, 10)))
        case .reopened(let round, let workOrder): return draft(RequestReopened(round: round, workOrderID: workOrder))
        case .closed(let round, let result, let workOrder):
            return draft(
                RequestClosed(
                    round: round, category: request.category?.text ?? "", area: request.area,
                    result: Self.told(result), workOrderID: workOrder, registeredAt: request.registeredAt))
        case .rated(let stars, let workOrder): return draft(RequestRated(stars: stars, workOrderID: workOrder))
        }
    }

    private static func told(_ channel: IntakeDomain.Channel) -> IntakeContract.Channel {
        switch channel {
        case .phone: .phone
        case .web: .web
        case .sms: .sms
        case .patrol: .patrol
        case .device: .device
        case .partner: .partner
        }
    }

    private static func told(_ urgency: IntakeDomain.Urgency) -> IntakeContract.Urgency {
        switch urgency {
        case .general: .general
        case .urgent: .urgent
        case .emergency: .emergency
        }
    }

    private static func told(_ reason: IntakeDomain.RefusalReason) -> IntakeContract.RefusalReason {
        switch reason {
        case .notInRemit: .notInRemit
        case .inLitigation: .inLitigation
        case .duplicate: .duplicate
        case .abuse: .abuse
        }
    }

    private static func told(_ result: IntakeDomain.CallbackResult) -> IntakeContract.CallbackResult {
        switch result {
        case .satisfied: .satisfied
        case .basicallySatisfied: .basicallySatisfied
        case .dissatisfied: .dissatisfied
        case .unreachable: .unreachable
        }
    }
}
