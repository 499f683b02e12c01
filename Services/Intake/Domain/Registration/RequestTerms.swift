public import City
public import Kernel

/// What a request is registered with, once it is classified, placed and numbered.
public struct RequestTerms: Sendable, Hashable {
    /// Its identifier.
    public let id: ServiceRequestID
    /// The number that the requester is given.
    public let number: RequestNumber
    /// How it reached us.
    public let channel: Channel
    /// The category; nil where none is sure.
    public let category: Category?
    /// How soon it has to be dealt with.
    public let urgency: Urgency
    /// Where it was placed.
    public let placement: Placement

    /// Makes the terms.
    public init(
        id: ServiceRequestID, number: RequestNumber, channel: Channel, category: Category?, urgency: Urgency,
        placement: Placement
    ) {
        self.id = id
        self.number = number
        self.channel = channel
        self.category = category
        self.urgency = urgency
        self.placement = placement
    }

    /// The event with which the request's life begins.
    public var registered: RequestEvent {
        .registered(channel: channel, category: category, urgency: urgency, placement: placement, number: number)
    }
}
