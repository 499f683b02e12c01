public import AssessmentApplication
import City
public import Kernel
public import Messaging
import Wire

/// Takes the deliveries of every queue of the assessment.
public struct AssessmentEventHandler: DeliveryHandler {
    private let follow: FollowEvents
    private let decoder: EventDecoder<IncomingEvent?>

    /// - Parameter city: the installation's area; a message of another city's is refused.
    public init(store: any LedgerStore, city: AreaCode, time: any TimeSource) {
        follow = FollowEvents(store: store, city: city, time: time)
        decoder = EventDecoder(known: IncomingEventDecoder.known, city: city) { (envelope, body) throws(WireError) in
            let event = try IncomingEventDecoder.event(envelope, body, now: time.now())
            if let area = event?.area, !city.contains(area) { throw WireError(code: .outOfRange, path: "area") }
            return event
        }
    }

    /// The streams that it takes, as the subscriptions name them.
    public static let streams = CityTopology.subscriptions(of: .assessment).map(\.stream)

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        try await decoder.handle(batch) { items in
            try await follow(items.map { IncomingMessage(entry: $0.entry, event: $0.event) })
        }
    }
}
