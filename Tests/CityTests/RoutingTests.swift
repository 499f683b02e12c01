import AssessmentContract
import City
import DispatchContract
import IntakeContract
import Kernel
import Messaging
import RegistryContract
import Testing
import Wire

@Suite("The way of an event")
struct RoutingTests {
    private static let types =
        (IntakeLanguage.messages + DispatchLanguage.messages + RegistryLanguage.messages + AssessmentLanguage.messages)
        .map { $0.type }
    private static let topology = CityTopology.topology(partitions: 16)

    private static func envelope(
        type: String, aggregate: Identifier<AggregateTag> = Identifier(high: 1, low: 2), partition: Int,
        area: String = "330402007001005"
    ) throws -> Envelope {
        Envelope(
            id: Identifier(high: 1, low: 1), type: type, version: 1, source: "", aggregate: aggregate,
            aggregateVersion: 7, partition: partition, area: try #require(AreaCode(area)), occurredAt: .zero,
            traceparent: nil, correlation: nil, causation: nil)
    }

    private static func stream(_ type: String) -> String {
        type.split(separator: ".").prefix(2).joined(separator: ".")
    }

    @Test("an event comes to one queue of each service that wants its stream, that of its partition", arguments: types)
    func queues(type: String) throws {
        let wanted = CityTopology.subscriptions.filter { $0.stream == Self.stream(type) }
        for partition in 0..<16 {
            for area in ["3304", "330402", "330402007001005"] {
                let key = try Self.envelope(type: type, partition: partition, area: area).routingKey
                let queues = Self.topology.queues(from: CityTopology.events, key: key)
                #expect(queues.sorted() == (wanted.map { $0.queue(partition: partition) } + ["audit.events"]).sorted())
            }
        }
    }

    @Test("a service hears a stream once, and its name is the queue's first word")
    func services() {
        let subscriptions = CityTopology.subscriptions
        #expect(Set(subscriptions).count == subscriptions.count)
        for subscription in subscriptions {
            #expect(subscription.queue(partition: 0).hasPrefix("\(subscription.service)."))
            #expect(!subscription.stream.hasPrefix("\(subscription.service)."))
        }
    }

    @Test("every stream that is subscribed to is published by a context")
    func streams() {
        #expect(Set(CityTopology.subscriptions.map(\.stream)).isSubset(of: Self.types.map(Self.stream)))
    }

    @Test("all events of one aggregate come to one partition")
    func partitions() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<100 {
            let aggregate = Identifier<AggregateTag>(high: random.next(), low: random.next())
            let partition = FNV1a.partition(of: aggregate, count: 16)
            let queues = try ["intake.request.registered", "intake.request.closed"].map { type in
                Self.topology.queues(
                    from: CityTopology.events,
                    key: try Self.envelope(type: type, aggregate: aggregate, partition: partition).routingKey)
            }
            #expect(queues[0] == queues[1])
        }
    }
}
