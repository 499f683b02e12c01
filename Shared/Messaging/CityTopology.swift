/// One service's subscription to all events of one kind of aggregate.
///
/// A consumer takes every event of an aggregate kind, even those it has no use for: the version gate needs them all.
public struct Subscription: Sendable, Hashable {
    /// The consuming service, such as `dispatch`.
    public let service: String
    /// The publishing context and aggregate kind, such as `intake.request`.
    public let stream: String

    /// Makes the subscription.
    public init(service: String, stream: String) {
        self.service = service
        self.stream = stream
    }

    /// The queue of one partition, such as `dispatch.intake-request.p03`.
    public func queue(partition: Int) -> String {
        "\(service).\(stream.map { $0 == "." ? "-" : String($0) }.joined()).\(CityTopology.label(partition))"
    }
}

/// The exchanges, queues and bindings of one installation: the one place where they are written down.
///
/// The declarations, `deploy/rabbitmq/definitions.json` and the AsyncAPI document are made from it.
public enum CityTopology {
    /// The topic exchange that every context publishes its events to.
    public static let events = "minqing.events"
    /// The direct exchange for commands from outside, such as those of the call centre.
    public static let commands = "minqing.commands"
    /// The exchange that gets what no queue of the other two takes.
    public static let unrouted = "minqing.unrouted"
    /// The queue that keeps it for the operators.
    public static let unroutedQueue = "ops.unrouted"
    /// The exchange that gets what a queue gives up on.
    public static let deadLetters = "minqing.dlx"
    /// The stream that keeps a copy of every event, for replay and analysis.
    public static let auditStream = "audit.events"
    /// The routing key and queue under which the call centre's commands arrive.
    public static let intakeCommands = "intake.commands"

    /// Every service that takes messages, and from whom.
    public static let subscriptions: [Subscription] = [
        Subscription(service: "intake", stream: "dispatch.workorder"),
        Subscription(service: "intake", stream: "registry.area"),
        Subscription(service: "dispatch", stream: "intake.request"),
        Subscription(service: "dispatch", stream: "registry.member"),
        Subscription(service: "dispatch", stream: "registry.area"),
        Subscription(service: "assessment", stream: "dispatch.workorder"),
        Subscription(service: "assessment", stream: "registry.member"),
        Subscription(service: "assessment", stream: "intake.request"),
    ]

    /// The limits of the queues.
    public struct Limits: Sendable, Hashable {
        /// How much a queue holds before it refuses more.
        ///
        /// Units: bytes.
        public var queueBytes: Int64
        /// How often a message is delivered before the queue gives it up.
        ///
        /// Units: deliveries. Why so high: a connection loss counts against every prefetched message.
        public var deliveries: Int64
        /// Age of the audit stream, RabbitMQ notation, such as `30D`.
        public var auditAge: String
        /// How much of the audit stream a file holds.
        ///
        /// Units: bytes. Why so small: a broker that was killed reads the last file's index before anything can be
        /// published to the stream, and with it to any queue of the same exchange. Measured with 24,000 chunks: 3.2 s in
        /// one file (the default is 500 MB), below 0.7 s in files of 4 MB. Source: RabbitMQ, "Streams", retention.
        public var auditFileBytes: Int64

        /// Makes the limits.
        public init(
            queueBytes: Int64 = 1 << 30, deliveries: Int64 = 1000, auditAge: String = "30D",
            auditFileBytes: Int64 = 4_000_000
        ) {
            self.queueBytes = queueBytes
            self.deliveries = deliveries
            self.auditAge = auditAge
            self.auditFileBytes = auditFileBytes
        }
    }

    /// The name of a partition: `p00`, `p01` and so on.
    public static func label(_ partition: Int) -> String {
        partition < 10 ? "p0\(partition)" : "p\(partition)"
    }

    /// `<context>.<aggregate>.<event>.<district>.pNN` for an event type `<context>.<aggregate>.<event>`.
    public static func routingKey(type: String, district: String, partition: Int) -> String {
        "\(type).\(district).\(label(partition))"
    }

    /// The name of a service's dead-letter queue.
    public static func deadLetterQueue(of service: String) -> String {
        "\(service).dlq"
    }

    /// The whole topology.
    ///
    /// Range of `partitions`: 1…64, fixed at installation.
    public static func topology(partitions: Int, limits: Limits = Limits()) -> Topology {
        let strays: Headers = ["alternate-exchange": .string(unrouted)]
        var topology = Topology(exchanges: [
            ExchangeDeclaration(name: unrouted, kind: .fanout),
            ExchangeDeclaration(name: deadLetters, kind: .direct),
            ExchangeDeclaration(name: events, kind: .topic, arguments: strays),
            ExchangeDeclaration(name: commands, kind: .direct, arguments: strays),
        ])
        topology.add(QueueDeclaration(name: unroutedQueue, arguments: plainQuorum), from: unrouted, keys: [""])
        topology.add(
            QueueDeclaration(
                name: auditStream,
                arguments: [
                    "x-queue-type": .string("stream"), "x-max-age": .string(limits.auditAge),
                    "x-stream-max-segment-size-bytes": .integer(limits.auditFileBytes),
                ]),
            from: events, keys: ["#"])
        for service in Set(subscriptions.map(\.service)).sorted() {
            topology.add(
                QueueDeclaration(name: deadLetterQueue(of: service), arguments: plainQuorum), from: deadLetters,
                keys: [service])
        }
        topology.add(
            QueueDeclaration(name: intakeCommands, arguments: workQueue(service: "intake", limits: limits)),
            from: commands, keys: [intakeCommands])
        for subscription in subscriptions {
            for partition in 0..<partitions {
                topology.add(
                    QueueDeclaration(
                        name: subscription.queue(partition: partition),
                        arguments: workQueue(service: subscription.service, limits: limits)),
                    from: events, keys: ["\(subscription.stream).*.*.\(label(partition))"])
            }
        }
        return topology
    }

    private static let plainQuorum: Headers = ["x-queue-type": .string("quorum")]

    private static func workQueue(service: String, limits: Limits) -> Headers {
        [
            "x-queue-type": .string("quorum"),
            "x-single-active-consumer": .bool(true),
            "x-overflow": .string("reject-publish"),
            "x-max-length-bytes": .integer(limits.queueBytes),
            "x-delivery-limit": .integer(limits.deliveries),
            "x-dead-letter-exchange": .string(deadLetters),
            "x-dead-letter-routing-key": .string(service),
            "x-dead-letter-strategy": .string("at-least-once"),
        ]
    }
}

extension Topology {
    fileprivate mutating func add(_ queue: QueueDeclaration, from exchange: String, keys: [String]) {
        queues.append(queue)
        bindings += keys.map { BindingDeclaration(exchange: exchange, queue: queue.name, routingKey: $0) }
    }
}
