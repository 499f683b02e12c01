import AssessmentContract
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

    private static func stream(_ type: String) -> String {
        type.split(separator: ".").prefix(2).joined(separator: ".")
    }

    @Test("an event comes to one queue of each service that wants its stream, that of its partition", arguments: types)
    func queues(type: String) {
        let wanted = CityTopology.subscriptions.filter { $0.stream == Self.stream(type) }
        for partition in 0..<16 {
            for area in ["3304", "330402", "330402007001005"] {
                let key = Sample.envelope(type: type, partition: partition, area: Sample.area(area)).routingKey
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
    func partitions() {
        var random = SplitMix64(seed: 11)
        for _ in 0..<100 {
            let aggregate = Identifier<AggregateTag>(high: random.next(), low: random.next())
            let partition = FNV1a.partition(of: aggregate, count: 16)
            let queues = ["intake.request.registered", "intake.request.closed"].map { type in
                Self.topology.queues(
                    from: CityTopology.events,
                    key: Sample.envelope(type: type, aggregate: aggregate, partition: partition).routingKey)
            }
            #expect(queues[0] == queues[1])
        }
    }
}
