import City
import Messaging
import Testing

@Suite("The topology of a city")
struct CityTopologyTests {
    private let topology = CityTopology.topology(partitions: 16)

    private func arguments(of queue: String) throws -> Headers {
        try #require(topology.queues.first { $0.name == queue }).arguments
    }

    @Test("partitions are written with two digits")
    func labels() {
        #expect([0, 9, 10, 15, 63].map(RoutingKey.label(ofPartition:)) == ["p00", "p09", "p10", "p15", "p63"])
    }

    @Test("an exchange that somebody publishes to hands what nobody takes to the unrouted one, declared before it")
    func exchanges() throws {
        let strays: Headers = ["alternate-exchange": .string("minqing.unrouted")]
        #expect(
            Set(topology.exchanges) == [
                ExchangeDeclaration(name: "minqing.unrouted", kind: .fanout),
                ExchangeDeclaration(name: "minqing.dlx", kind: .direct),
                ExchangeDeclaration(name: "minqing.events", kind: .topic, arguments: strays),
                ExchangeDeclaration(name: "minqing.commands", kind: .direct, arguments: strays),
            ])
        #expect(topology.exchanges.first?.name == "minqing.unrouted")
    }

    @Test("every subscription has a queue for each partition", arguments: [1, 16, 64])
    func partitions(count: Int) {
        let names = Set(CityTopology.topology(partitions: count).queues.map(\.name))
        for subscription in CityTopology.subscriptions {
            for partition in 0..<count { #expect(names.contains(subscription.queue(partition: partition))) }
        }
        let services = Set(CityTopology.subscriptions.map(\.service)).count
        #expect(names.count == CityTopology.subscriptions.count * count + services + 3)
    }

    @Test("a partition's queue is named after the service, the stream and the partition")
    func names() {
        let subscription = Subscription(service: "dispatch", stream: "intake.request")
        #expect(subscription.queue(partition: 3) == "dispatch.intake-request.p03")
        #expect(BrokerLayout.deadLetterQueue(of: "intake") == "intake.dlq")
    }

    @Test("a work queue is a quorum queue with one consumer at a time that loses nothing")
    func workQueues() throws {
        let work =
            CityTopology.subscriptions.map { ($0.service, $0.queue(partition: 15)) } + [("intake", "intake.commands")]
        for (service, queue) in work {
            #expect(
                try arguments(of: queue) == [
                    "x-queue-type": .string("quorum"),
                    "x-single-active-consumer": .bool(true),
                    "x-overflow": .string("reject-publish"),
                    "x-max-length-bytes": .integer(1_073_741_824),
                    "x-delivery-limit": .integer(1000),
                    "x-dead-letter-exchange": .string("minqing.dlx"),
                    "x-dead-letter-routing-key": .string(service),
                    "x-dead-letter-strategy": .string("at-least-once"),
                ], "\(queue)")
        }
    }

    @Test("dead letters and strays are kept without limit, the audit stream for its age")
    func plainQueues() throws {
        for queue in ["ops.unrouted", "intake.dlq", "dispatch.dlq", "assessment.dlq"] {
            #expect(try arguments(of: queue) == ["x-queue-type": .string("quorum")])
        }
        #expect(
            try arguments(of: "audit.events") == [
                "x-queue-type": .string("stream"), "x-max-age": .string("30D"),
                "x-stream-max-segment-size-bytes": .integer(4_000_000),
            ])
    }

    @Test("the limits are the installation's to choose")
    func limits() throws {
        let limits = QueueLimits(queueBytes: 1_000, deliveries: 50, auditAge: "7D", auditFileBytes: 8_000)
        let topology = CityTopology.topology(partitions: 1, limits: limits)
        for queue in topology.queues where queue.arguments["x-single-active-consumer"] != nil {
            #expect(queue.arguments.integer("x-max-length-bytes") == 1_000)
            #expect(queue.arguments.integer("x-delivery-limit") == 50)
        }
        #expect(topology.queues.compactMap { $0.arguments.string("x-max-age") } == ["7D"])
        #expect(topology.queues.compactMap { $0.arguments.integer("x-stream-max-segment-size-bytes") } == [8_000])
    }

    @Test("names are unique and fit the wire, and every binding joins what is declared")
    func closed() {
        let queues = topology.queues.map(\.name)
        let exchanges = topology.exchanges.map(\.name)
        #expect(Set(queues).count == queues.count)
        #expect(Set(topology.bindings).count == topology.bindings.count)
        #expect(Set(topology.bindings.map(\.queue)) == Set(queues))
        #expect(Set(topology.bindings.map(\.exchange)) == Set(exchanges))
        for name in queues + exchanges + topology.bindings.map(\.routingKey) { #expect(name.utf8.count <= 255) }
    }

    @Test("a dead letter of any queue comes to its service's dead-letter queue")
    func deadLetters() throws {
        for queue in topology.queues {
            guard let exchange = queue.arguments.string("x-dead-letter-exchange") else { continue }
            let key = try #require(queue.arguments.string("x-dead-letter-routing-key"))
            #expect(topology.queues(from: exchange, key: key) == ["\(key).dlq"])
            #expect(queue.name.hasPrefix("\(key)."))
        }
    }

    @Test("a command of the call centre comes to Intake, and what nobody takes to the operators")
    func commands() {
        #expect(topology.queues(from: "minqing.commands", key: "intake.commands") == ["intake.commands"])
        #expect(topology.queues(from: "minqing.commands", key: "other") == [])
        #expect(topology.queues(from: "minqing.unrouted", key: "anything") == ["ops.unrouted"])
    }

    @Test(
        "words of a topic match as AMQP says",
        arguments: [
            ("a.*.c", "a.b.c", true), ("a.*.c", "a.c", false), ("a.*.c", "a.b.b.c", false), ("#", "a.b", true),
            ("#", "", true), ("a.#", "a", true), ("a.#.c", "a.b.b.c", true), ("a.#.c", "a.b", false),
            ("a.b", "a.b", true),
            ("a.b", "a.bc", false), ("*.*", "a.b", true),
        ])
    func topics(pattern: String, key: String, matches: Bool) {
        #expect(TopicPattern.matches(pattern, key) == matches)
    }
}
