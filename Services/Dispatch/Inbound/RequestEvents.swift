public import DispatchApplication
public import Kernel
public import Messaging
import Wire

/// Takes what Intake tells of requests.
public struct RequestEvents: DeliveryHandler {
    private let follow: FollowRequests
    private let reading: EventReading<RequestNews>

    /// - Parameter city: the installation's area; a message of another city's is refused.
    public init(_ follow: FollowRequests, city: AreaCode) {
        self.follow = follow
        reading = EventReading(known: RequestNews.known, city: city) {
            (envelope, body) throws(WireError) in
            let news = try RequestNews(type: envelope.type, body: body)
            if let area = news.area, !city.contains(area) { throw WireError(code: .outOfRange, path: "area") }
            return news
        }
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        try await reading.handle(batch) { items in
            try await follow.handle(
                items.map { item in
                    FollowRequests.Item(
                        receipt: item.receipt, request: item.envelope.aggregate.retagged(), news: item.news)
                })
        }
    }
}
