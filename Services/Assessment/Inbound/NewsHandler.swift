public import AssessmentApplication
import City
public import Kernel
public import Messaging
import Wire

/// Takes the deliveries of every queue of the assessment.
public struct NewsHandler: DeliveryHandler {
    private let take: TakeNews
    private let reading: EventDecoder<News?>

    /// - Parameter city: the installation's area; a message of another city's is refused.
    public init(store: any LedgerStore, city: AreaCode, time: any TimeSource) {
        take = TakeNews(store: store, city: city, time: time)
        reading = EventDecoder(known: NewsReader.known, city: city) { (envelope, body) throws(WireError) in
            let news = try NewsReader.news(envelope, body, now: time.now())
            if let area = news?.area, !city.contains(area) { throw WireError(code: .outOfRange, path: "area") }
            return news
        }
    }

    /// The streams that it takes, as the subscriptions name them.
    public static let streams = CityTopology.subscriptions(of: .assessment).map(\.stream)

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        try await reading.handle(batch) { items in
            try await take(items.map { Incoming(receipt: $0.receipt, news: $0.news) })
        }
    }
}
