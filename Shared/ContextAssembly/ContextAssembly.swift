public import AMQP
public import City
public import Kernel
public import Logging
public import Messaging
public import Postgres
public import Reliability
public import ServiceLifecycle
public import ServiceRuntime
import Tracing

/// What every context is built from: its pool, its two broker connections, its unit of work and its clocks.
///
/// A context's wiring makes one of these, builds its rooms on it, and asks it for the services to run.
public struct ContextAssembly: Sendable {
    /// Which one it is.
    public let context: CityContext
    /// What the process was started with.
    public let configuration: ServiceConfiguration
    /// Connections to the context's schema.
    public let pool: PostgresPool
    /// Publishes for the relay alone.
    public let publisher: AMQPPublisher
    /// Takes deliveries from the context's queues.
    public let consumer: AMQPConsumer
    /// The only way to change the context.
    public let unitOfWork: UnitOfWork
    /// The city's time: what rules get as `now`.
    public let clock: ServiceClock
    /// The system's random numbers.
    public let random: SystemRandomSource
    /// The context's log.
    public let logger: Logger
    private let signal: RelaySignal
    private let crash: CrashSwitch

    /// Unacknowledged deliveries per queue.
    ///
    /// Range: 1…65,535.
    public static let prefetch = 400

    /// Builds the parts; nothing connects before the services run.
    ///
    /// - Throws: `NIOSSLError` where a certificate file cannot be read.
    public init(_ context: CityContext, configuration: ServiceConfiguration, logger: Logger) throws {
        self.context = context
        self.configuration = configuration
        self.logger = logger
        random = SystemRandomSource()
        clock = configuration.clock.makeClock()
        signal = RelaySignal()
        crash = CrashSwitch(configuration.crash)
        pool = PostgresPool(
            configuration: PostgresConfiguration(configuration.database, applicationName: "minqing-\(context.name)"),
            size: configuration.database.connections, logger: logger)
        publisher = AMQPPublisher(
            configuration: try AMQPConfiguration(
                configuration.broker, connectionName: "minqing-\(context.name)-publisher"),
            logger: logger)
        consumer = AMQPConsumer(
            configuration: try AMQPConfiguration(
                configuration.broker, connectionName: "minqing-\(context.name)-consumer"),
            logger: logger)
        unitOfWork = UnitOfWork(
            pool: pool, partitions: configuration.partitions, time: SystemClock(), random: random, relay: signal,
            trace: { ServiceContext.currentTraceParent?.description }, crash: crash)
    }

    /// What the context needs in order to be of use.
    ///
    /// A consumer that the broker cancelled counts as the broker's absence: nothing would be taken any more.
    public var healthChecks: [HealthCheck] {
        [
            HealthCheck("postgres") { [pool] in _ = try await pool.query("SELECT 1") },
            HealthCheck("amqp") { [publisher, consumer] in publisher.isReady && consumer.isReady },
        ]
    }

    /// Believes the tokens of the configured issuer, whose keys lie in a file or are fetched.
    ///
    /// - Throws: `ConfigurationError` if there are no usable keys.
    public func authenticator() async throws -> TokenVerifier {
        try await TokenVerifier(configuration.authentication, fetch: IssuerFetch.body(of:), logger: logger)
    }

    /// The services of the context, in the order of starting; a group stops them in reverse.
    ///
    /// - Parameters:
    ///   - handlers: by stream, e.g. `intake.request`.
    ///   - commandQueue: the queue of commands and their stream, where the context takes any.
    ///   - seal: seals what waits or is dead, where messages carry personal data.
    ///   - others: the context's own loops.
    ///   - http: stopped first.
    public func services(
        handlers: [String: any DeliveryHandler], commandQueue: (name: String, stream: String)? = nil,
        seal: (any BodyEncryption)? = nil, others: [any Service] = [], http: any Service
    ) -> [any Service] {
        let flow = MessageFlow(
            context: context.name, exchange: CityTopology.events, pool: pool, publisher: publisher,
            source: { [consumer] queue in consumer.source(queue: queue, prefetch: Self.prefetch) },
            subscriptions: CityTopology.subscriptions(of: context), handlers: handlers, commandQueue: commandQueue,
            partitions: configuration.partitions, seal: seal,
            signal: signal, random: random, time: clock, crash: crash, logger: logger)
        let roleCheck = RoleCheck(pool: pool, schema: context.name, logger: logger)
        return [pool, roleCheck, publisher, consumer] + flow.services + others + [http]
    }
}
