public import DispatchApplication
import DispatchDomain
public import Kernel
public import Messaging
import Wire

/// Takes what the registry tells of members.
public struct MemberEvents: DeliveryHandler {
    private let follow: FollowRegistry
    private let time: any TimeSource
    private let reading: EventReading<MemberNews?>

    /// - Parameter city: the installation's area; a message of another city's is refused.
    public init(_ follow: FollowRegistry, time: any TimeSource, city: AreaCode) {
        self.follow = follow
        self.time = time
        reading = EventReading(known: RegistryReading.known(of: "registry.member"), city: city) {
            (envelope, body) throws(WireError) in
            let news = try RegistryReading.news(type: envelope.type, body: body)
            if let area = news?.area, !city.contains(area) { throw WireError(code: .outOfRange, path: "area") }
            return news
        }
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        let now = time.now()
        return try await reading.handle(batch) { items in
            try await follow.handle(
                items.map { item in
                    (
                        item.receipt,
                        StoredNews(
                            member: item.envelope.aggregate.retagged(), news: item.news, area: item.envelope.area,
                            // A sender's clock that runs ahead must not give duties that have not begun.
                            occurredAt: min(item.envelope.occurredAt, now))
                    )
                })
        }
    }
}

/// Takes what the registry tells of areas.
public struct AreaEvents: DeliveryHandler {
    private let follow: FollowRegistry
    private let reading: EventReading<StoredPlace?>

    /// - Parameter city: the installation's area; a message of another city's is refused.
    public init(_ follow: FollowRegistry, city: AreaCode) {
        self.follow = follow
        reading = EventReading(known: RegistryReading.known(of: "registry.area"), city: city) {
            (envelope, body) throws(WireError) in
            let place = try RegistryReading.place(type: envelope.type, body: body)
            if let place, !city.contains(place.area) { throw WireError(code: .outOfRange, path: "code") }
            return place
        }
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        try await reading.handle(batch) { items in
            try await follow.handle(items.map { (receipt: $0.receipt, place: $0.news) })
        }
    }
}
