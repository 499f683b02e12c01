public import City
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

    /// What two sendings of the same registration share; nil where nothing shows that they are the same.
    public var claim: RegistrationClaim? {
        if let key { return .caller(owner: key.owner, key: key.key) }
        // Two reports without a phone may be of two persons, so that both count.
        guard registration.requester.phone != nil else { return nil }
        return .submission(caller: actor, form: registration.canonicalForm)
    }
}

/// Under what a registration's response is kept.
public enum RegistrationClaim: Sendable, Hashable {
    /// The key that the caller sent.
    case caller(owner: String, key: String)
    /// The caller and everything that was sent, for two clicks on one button.
    case submission(caller: ActorID?, form: [UInt8])
}
