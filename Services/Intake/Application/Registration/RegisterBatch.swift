import City
public import IntakeDomain
import Kernel
public import UseCases
import WorkingTime

/// What a transaction found for one registration.
public struct RegistrationFindings: Sendable, Hashable {
    /// The number's sequence, which no other request has.
    public let sequence: Int64
    /// Whether the same was sent before.
    public let claim: Claim

    /// The standing of the key under which a response is kept.
    public enum Claim: Sendable, Hashable {
        /// There is no key, or the message's own id does its work.
        case none
        /// The key is this transaction's, and nothing was answered under it.
        case free
        /// Another transaction has the key in this moment.
        case inFlight
        /// This was answered before, to the same body or to another one.
        case answered(RegistrationReceipt, sameBody: Bool)
    }

    /// Makes the findings.
    public init(sequence: Int64, claim: Claim) {
        self.sequence = sequence
        self.claim = claim
    }
}

/// What becomes of one registration of a transaction.
public struct RegistrationDecision: Sendable {
    /// What the caller gets once it is committed.
    public let outcome: RegistrationOutcome
    /// The new request; nil where there is none.
    public let transition: Transition<ServiceRequest>?
}

/// Decides on registrations that share a transaction.
public struct RegisterBatch: Sendable {
    private let rules: RequestRules

    /// Makes the use case.
    public init(rules: RequestRules) {
        self.rules = rules
    }

    private enum Action: String { case register }

    private typealias Answer = (receipt: RegistrationReceipt, body: [UInt8]?)

    /// Decides on the drafts in order: the same key twice in one transaction is registered once.
    ///
    /// - Returns: one decision per draft.
    public func decide(_ drafts: [RegistrationDraft], _ findings: [RegistrationFindings]) -> [RegistrationDecision] {
        var answers: [RegistrationClaim: Answer] = [:]
        return zip(drafts, findings).map { draft, found in
            if case .inFlight = found.claim { return RegistrationDecision(outcome: .inFlight, transition: nil) }
            if case .answered(let receipt, let sameBody) = found.claim {
                return again(draft, receipt, sameBody: sameBody)
            }
            let claim = found.claim == .none ? nil : draft.claim
            if let claim, let answer = answers[claim] {
                return again(draft, answer.receipt, sameBody: answer.body == draft.key?.body)
            }
            let transition = register(draft, sequence: found.sequence)
            let receipt = RegistrationReceipt(transition.after, trackingCode: draft.trackingCode)
            if let claim { answers[claim] = (receipt, draft.key?.body) }
            return RegistrationDecision(outcome: .registered(receipt), transition: transition)
        }
    }

    private func again(
        _ draft: RegistrationDraft, _ receipt: RegistrationReceipt, sameBody: Bool
    ) -> RegistrationDecision {
        let outcome: RegistrationOutcome =
            draft.key == nil ? .duplicate(receipt) : sameBody ? .replayed(receipt) : .keyMismatch
        return RegistrationDecision(outcome: outcome, transition: nil)
    }

    private func register(_ draft: RegistrationDraft, sequence: Int64) -> Transition<ServiceRequest> {
        let registration = draft.registration
        let terms = RequestTerms(
            id: draft.id,
            number: RequestNumber(
                day: draft.now.civil(offsetSeconds: CityTime.offsetSeconds), sequence: sequence),
            channel: registration.channel,
            category: rules.triage.category(chosen: registration.category, suggested: draft.suggestion),
            urgency: registration.urgency, placement: draft.placement)
        let request = ServiceRequest(terms, at: draft.now)
        return Transition(
            creating: request, terms.registered, request.eventsAtRegistration, rules: rules, action: Action.register,
            actor: draft.actor, cause: draft.cause, at: draft.now)
    }
}
