public import AssessmentApplication
public import Kernel
public import Messaging
import Wire

/// Takes the deliveries of every queue of the assessment.
public struct NewsHandler: DeliveryHandler {
    private let take: TakeNews
    private let reader: NewsReader
    private let time: any TimeSource

    public init(store: any LedgerStore, city: AreaCode, time: any TimeSource) {
        take = TakeNews(store: store, city: city, time: time)
        reader = NewsReader(city: city)
        self.time = time
    }

    /// The streams that it takes, as the subscriptions name them.
    public static let streams = ["dispatch.workorder", "registry.member", "intake.request"]

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        var outcomes: [Outcome?] = []
        var messages: [Incoming] = []
        let now = time.now()
        for delivery in batch {
            do {
                let envelope = try Envelope(delivery.properties)
                let news = try reader.news(envelope, body: delivery.body, now: now)
                messages.append(Incoming(receipt: Receipt(delivery, envelope: envelope), news: news))
                outcomes.append(nil)
            } catch let fault as EnvelopeFault {
                outcomes.append(.refused(reason: fault.reason))
            } catch let fault as NewsFault {
                outcomes.append(.refused(reason: fault.reason))
            } catch let error as WireError {
                outcomes.append(.refused(reason: "body: \(error)"))
            }
        }
        var taken = try await take(messages).makeIterator()
        return outcomes.map { $0 ?? taken.next() ?? .held }
    }
}
