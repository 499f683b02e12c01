public import Messaging

/// Deliveries of one queue, in order; at least one.
public struct DeliveryBatch: RandomAccessCollection, Sendable {
    /// The deliveries.
    public let deliveries: [Delivery]
    /// The last of them: its tag settles all.
    public let last: Delivery

    /// A batch; nil where there is no delivery.
    public init?(_ deliveries: [Delivery]) {
        guard let last = deliveries.last else { return nil }
        self.deliveries = deliveries
        self.last = last
    }

    /// The index of the first delivery.
    public var startIndex: Int { deliveries.startIndex }

    /// The index behind the last delivery.
    public var endIndex: Int { deliveries.endIndex }

    /// One delivery.
    public subscript(index: Int) -> Delivery { deliveries[index] }
}
