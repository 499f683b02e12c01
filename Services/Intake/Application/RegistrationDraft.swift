public import IntakeDomain
public import Kernel
public import Messaging

/// A registration on its way into a transaction: all is decided but the number, which the transaction gives.
public struct RegistrationDraft: Sendable {
    /// The request's identifier.
    public let id: ServiceRequestID
    /// The code with which the requester follows it.
    public let trackingCode: TrackingCode
    /// What was asked.
    public let registration: Registration
    /// What the lexicon says.
    public let suggestion: Suggestion?
    /// Where it was placed.
    public let placement: Placement
    /// By what a second sending is recognised; nil where the message's own id does that.
    public let key: IdempotencyKey?
    /// Who registered it; nil for the requester and for messages.
    public let actor: ActorID?
    /// When.
    public let now: Timestamp
    /// The call or the message that asked for it.
    public let cause: Causation?

    /// Makes a draft.
    public init(
        id: ServiceRequestID, trackingCode: TrackingCode, registration: Registration, suggestion: Suggestion?,
        placement: Placement, key: IdempotencyKey?, actor: ActorID?, now: Timestamp, cause: Causation?
    ) {
        self.id = id
        self.trackingCode = trackingCode
        self.registration = registration
        self.suggestion = suggestion
        self.placement = placement
        self.key = key
        self.actor = actor
        self.now = now
        self.cause = cause
    }

    /// What the registration leads to, under a number.
    public func events(number: RequestNumber, policies: TriagePolicies) -> [RequestEvent] {
        policies.events(
            channel: registration.channel, chosen: registration.category, suggested: suggestion,
            urgency: registration.urgency, placement: placement, number: number)
    }
}
