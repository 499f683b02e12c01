/// One service's subscription to all events of one kind of aggregate.
///
/// A consumer takes every event of an aggregate kind, even those it has no use for: the version gate needs them all.
public struct Subscription: Sendable, Hashable {
    /// The consuming service.
    public let service: String
    /// The publisher and the kind of aggregate, as in `shop.order`.
    public let stream: String

    /// Makes the subscription.
    public init(service: String, stream: String) {
        self.service = service
        self.stream = stream
    }

    /// The queue of one partition, such as `ledger.shop-order.p03`.
    public func queue(partition: Int) -> String {
        "\(service).\(stream.map { $0 == "." ? "-" : String($0) }.joined()).\(RoutingKey.label(ofPartition: partition))"
    }
}

/// The queue under whose name a service takes commands.
public struct CommandQueue: Sendable, Hashable {
    /// The service that carries them out.
    public let service: String
    /// The queue's name, and the routing key.
    public let name: String

    /// Names the queue.
    public init(service: String, name: String) {
        self.service = service
        self.name = name
    }
}
