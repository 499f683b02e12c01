/// What an installation calls its exchanges and who takes what of whom; its queues and bindings follow from that.
public struct BrokerLayout: Sendable, Hashable {
    /// The exchanges of an installation.
    public struct Exchanges: Sendable, Hashable {
        /// The topic exchange that every service publishes its events to.
        public let events: String
        /// The direct exchange for commands from outside.
        public let commands: String
        /// Gets what no queue of the other two takes.
        public let unrouted: String
        /// Gets what a queue gives up on.
        public let deadLetters: String

        /// Names the exchanges.
        public init(events: String, commands: String, unrouted: String, deadLetters: String) {
            self.events = events
            self.commands = commands
            self.unrouted = unrouted
            self.deadLetters = deadLetters
        }
    }

    /// The exchanges.
    public let exchanges: Exchanges
    /// The queue that keeps for the operators what nobody takes.
    public let unroutedQueue: String
    /// The stream that keeps a copy of every event, for replay and analysis.
    public let auditStream: String
    /// The queues of commands.
    public let commandQueues: [CommandQueue]
    /// Every service that takes events, and from whom.
    public let subscriptions: [Subscription]

    /// Names the parts.
    public init(
        exchanges: Exchanges, unroutedQueue: String, auditStream: String, commandQueues: [CommandQueue],
        subscriptions: [Subscription]
    ) {
        self.exchanges = exchanges
        self.unroutedQueue = unroutedQueue
        self.auditStream = auditStream
        self.commandQueues = commandQueues
        self.subscriptions = subscriptions
    }

    /// The name of a service's dead-letter queue.
    public static func deadLetterQueue(of service: String) -> String {
        "\(service).dlq"
    }

    /// The whole topology.
    ///
    /// Range of `partitions`: 1…64, fixed at installation.
    public func topology(partitions: Int, limits: QueueLimits = QueueLimits()) -> Topology {
        let strays: Headers = ["alternate-exchange": .string(exchanges.unrouted)]
        var topology = Topology(exchanges: [
            ExchangeDeclaration(name: exchanges.unrouted, kind: .fanout),
            ExchangeDeclaration(name: exchanges.deadLetters, kind: .direct),
            ExchangeDeclaration(name: exchanges.events, kind: .topic, arguments: strays),
            ExchangeDeclaration(name: exchanges.commands, kind: .direct, arguments: strays),
        ])
        topology.add(
            QueueDeclaration(name: unroutedQueue, arguments: Self.plainQuorum), from: exchanges.unrouted, keys: [""])
        topology.add(
            QueueDeclaration(
                name: auditStream,
                arguments: [
                    "x-queue-type": .string("stream"), "x-max-age": .string(limits.auditAge),
                    "x-stream-max-segment-size-bytes": .integer(limits.auditFileBytes),
                ]),
            from: exchanges.events, keys: ["#"])
        for service in Set(subscriptions.map(\.service)).sorted() {
            topology.add(
                QueueDeclaration(name: Self.deadLetterQueue(of: service), arguments: Self.plainQuorum),
                from: exchanges.deadLetters, keys: [service])
        }
        for queue in commandQueues {
            topology.add(
                QueueDeclaration(name: queue.name, arguments: workQueue(service: queue.service, limits: limits)),
                from: exchanges.commands, keys: [queue.name])
        }
        for subscription in subscriptions {
            for partition in 0..<partitions {
                topology.add(
                    QueueDeclaration(
                        name: subscription.queue(partition: partition),
                        arguments: workQueue(service: subscription.service, limits: limits)),
                    from: exchanges.events,
                    keys: ["\(subscription.stream).*.*.\(RoutingKey.label(ofPartition: partition))"])
            }
        }
        return topology
    }

    private static let plainQuorum: Headers = ["x-queue-type": .string("quorum")]

    private func workQueue(service: String, limits: QueueLimits) -> Headers {
        [
            "x-queue-type": .string("quorum"),
            "x-single-active-consumer": .bool(true),
            "x-overflow": .string("reject-publish"),
            "x-max-length-bytes": .integer(limits.queueBytes),
            "x-delivery-limit": .integer(limits.deliveries),
            "x-dead-letter-exchange": .string(exchanges.deadLetters),
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
