public import City
public import Messaging
public import Reliability
public import ServiceLifecycle
public import ServiceRuntime

/// What a context's rooms put into its process: routes, handlers of deliveries, and loops of its own.
public struct ContextRooms: Sendable {
    let description: ServiceDescription
    let endpoints: [Endpoint]
    let handlers: [String: any DeliveryHandler]
    let commandQueue: (name: String, stream: String)?
    let seal: (any BodyEncryption)?
    let loops: [any Service]

    /// Names the parts.
    ///
    /// - Parameters:
    ///   - description: the head of the API's document.
    ///   - endpoints: the routes.
    ///   - handlers: by stream, e.g. `intake.request`.
    ///   - commandQueue: the queue of commands and their stream, where the context takes any.
    ///   - seal: seals what waits or is dead, where messages carry personal data.
    ///   - loops: what the context does by itself, every so often.
    public init(
        _ description: ServiceDescription, endpoints: [Endpoint], handlers: [String: any DeliveryHandler] = [:],
        commandQueue: (name: String, stream: String)? = nil, seal: (any BodyEncryption)? = nil,
        loops: [any Service] = []
    ) {
        self.description = description
        self.endpoints = endpoints
        self.handlers = handlers
        self.commandQueue = commandQueue
        self.seal = seal
        self.loops = loops
    }
}

extension ContextAssembly {
    /// Runs a context until it is asked to end, and ends the process with the exit code that fits.
    ///
    /// - Parameters:
    ///   - context: which one it is.
    ///   - rooms: builds the context's rooms on what every context has.
    public static func run(
        _ context: CityContext, rooms: @Sendable (ServiceProcess, ContextAssembly) async throws -> ContextRooms
    ) async -> Never {
        await ServiceProcess.run(name: context.name) { process in
            let assembly = try ContextAssembly(
                context, configuration: process.configuration, logger: process.logger)
            return try await assembly.parts(of: try await rooms(process, assembly), process)
        }
    }

    /// Everything that runs: pool and broker connections, the flow of messages, the context's loops, and HTTP last.
    private func parts(of rooms: ContextRooms, _ process: ServiceProcess) async throws -> ServiceParts {
        let readiness = Readiness(healthChecks)
        let api = try ServiceAPI(
            rooms.description, endpoints: rooms.endpoints, authenticator: try await authenticator(),
            readiness: readiness, metrics: process.metrics, clock: process.clock, logger: logger)
        var servers = try api.servers(configuration.http)
        let http = servers.removeLast()
        return ServiceParts(
            services(
                handlers: rooms.handlers, commandQueue: rooms.commandQueue, seal: rooms.seal,
                others: rooms.loops + servers, http: http),
            readiness: readiness)
    }
}
