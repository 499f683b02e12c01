public import Messaging

/// The exchanges of one installation and who takes what of whom: the one place where they are written down.
///
/// The declarations, `deploy/rabbitmq/definitions.json` and the AsyncAPI document are made from it.
public enum CityTopology {
    /// The topic exchange that every context publishes its events to.
    public static let events = "minqing.events"
    /// The direct exchange for commands from outside, such as those of the call centre.
    public static let commands = "minqing.commands"
    /// The stream that keeps a copy of every event, for replay and analysis.
    public static let auditStream = "audit.events"
    /// The routing key and queue under which the call centre's commands arrive.
    public static let intakeCommands = "intake.commands"
    /// What the types of those commands begin with.
    public static let intakeCommandStream = "intake.command"

    /// Every context that takes messages, and from whom.
    public static let subscriptions: [Subscription] = [
        subscription(.intake, to: .workOrders),
        subscription(.intake, to: .areas),
        subscription(.dispatch, to: .requests),
        subscription(.dispatch, to: .members),
        subscription(.dispatch, to: .areas),
        subscription(.assessment, to: .workOrders),
        subscription(.assessment, to: .members),
        subscription(.assessment, to: .requests),
    ]

    /// What one context takes.
    public static func subscriptions(of context: CityContext) -> [Subscription] {
        subscriptions.filter { $0.service == context.name }
    }

    /// The names, and who takes what.
    public static let layout = BrokerLayout(
        exchanges: BrokerLayout.Exchanges(
            events: events, commands: commands, unrouted: "minqing.unrouted", deadLetters: "minqing.dlx"),
        unroutedQueue: "ops.unrouted", auditStream: auditStream,
        commandQueues: [CommandQueue(service: CityContext.intake.name, name: intakeCommands)],
        subscriptions: subscriptions)

    /// The whole topology.
    ///
    /// Range of `partitions`: 1…64, fixed at installation.
    public static func topology(partitions: Int, limits: QueueLimits = QueueLimits()) -> Topology {
        layout.topology(partitions: partitions, limits: limits)
    }

    private static func subscription(_ context: CityContext, to stream: EventStream) -> Subscription {
        Subscription(service: context.name, stream: stream.name)
    }
}
