public import IntakeDomain
public import Kernel
public import PersonalData

/// Who asked, as far as it is known.
///
/// It stays in this context, encrypted.
public struct Requester: Sendable, Hashable {
    /// The name.
    public let name: PersonName?
    /// The phone.
    public let phone: PhoneNumber?
    /// Where help is wanted, in words.
    public let address: ServiceAddress?

    /// Makes a requester.
    public init(name: PersonName? = nil, phone: PhoneNumber? = nil, address: ServiceAddress? = nil) {
        self.name = name
        self.phone = phone
        self.address = address
    }
}

/// What a channel asks to have registered; every value has been checked by itself.
public struct Registration: Sendable, Hashable {
    /// How it reached us.
    public let channel: Channel
    /// The requester's words.
    public let text: RequestText
    /// Who asked.
    public let requester: Requester
    /// The place as it was given.
    public let coordinates: GivenCoordinates?
    /// The area as it was given.
    public let area: AreaCode?
    /// The category that a call-taker chose.
    public let category: Category?
    /// How soon it has to be dealt with.
    public let urgency: Urgency

    /// Makes a registration.
    public init(
        channel: Channel, text: RequestText, requester: Requester, coordinates: GivenCoordinates? = nil,
        area: AreaCode? = nil, category: Category? = nil, urgency: Urgency = .general
    ) {
        self.channel = channel
        self.text = text
        self.requester = requester
        self.coordinates = coordinates
        self.area = area
        self.category = category
        self.urgency = urgency
    }
}

/// By what a second sending of the same registration is recognised.
public struct IdempotencyKey: Sendable, Hashable {
    /// Whose key it is: keys of different callers are different keys.
    public let owner: String
    /// The key as it was sent.
    public let key: String
    /// The registration that came with it, as ``Registration/canonicalForm``; the same key with another one is refused.
    public let body: [UInt8]

    /// Makes a key.
    public init(owner: String, key: String, body: [UInt8]) {
        self.owner = owner
        self.key = key
        self.body = body
    }
}
