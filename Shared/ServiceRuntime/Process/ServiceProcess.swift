import Kernel
public import Logging
import Metrics
public import ServiceLifecycle
import UnixSignals

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Everything that a service is given when it starts.
public struct ServiceProcess: Sendable {
    /// The short name, as in `intake`.
    public let name: String
    /// The configuration of every service.
    public let configuration: ServiceConfiguration
    /// Where the context's own keys are read from.
    public let source: ConfigurationSource
    /// The process's logger.
    public let logger: Logger
    /// What the process counts.
    public let metrics: PrometheusMetrics
    /// The business clock.
    public let clock: ServiceClock

    /// Makes the environment of a service without bootstrapping anything: for tests and for tools.
    public init(
        name: String, configuration: ServiceConfiguration, source: ConfigurationSource, logger: Logger,
        metrics: PrometheusMetrics = PrometheusMetrics()
    ) {
        self.name = name
        self.configuration = configuration
        self.source = source
        self.logger = logger
        self.metrics = metrics
        clock = configuration.clock.makeClock()
    }

    /// Runs a service until it is asked to end, and ends the process with the exit code that fits.
    ///
    /// `build` makes the services in the order in which they start: pools and publishers first, consumers and relays
    /// next, the HTTP server last. They are shut down in the reverse order, each after the one behind it has ended.
    public static func run(
        name: String, build: @Sendable (ServiceProcess) async throws -> ServiceParts
    ) async -> Never {
        do {
            let process = try prepare(name: name)
            process.logger.info("starting")
            let parts = try await build(process)
            let group = ServiceGroup(configuration: process.groupConfiguration(parts))
            try await group.run()
            process.logger.info("ended")
            end(.success)
        } catch {
            end(name: name, error)
        }
    }

    /// What the parts of a service are run with.
    func groupConfiguration(_ parts: ServiceParts) -> ServiceGroupConfiguration {
        var services = parts.services.map { service in
            ServiceGroupConfiguration.ServiceConfiguration(
                service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .cancelGroup)
        }
        if let readiness = parts.readiness {
            services.append(
                .init(service: DrainService(readiness: readiness), successTerminationBehavior: .ignore))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        return configuration
    }

    private static func prepare(name: String) throws -> ServiceProcess {
        let source = try ConfigurationSource.environment()
        // Before the first secret is read.
        if try !ServiceConfiguration.leavesCores(source) { ProcessMemory.close() }
        let configuration = try ServiceConfiguration(source)
        let level = configuration.logLevel
        LoggingSystem.bootstrap(
            { label, provider in JSONLogHandler(label: label, level: level, metadataProvider: provider) },
            metadataProvider: .trace)
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        let logger = Logger(label: "minqing.\(name)").with(LogKeys.service, .string(name))
        return ServiceProcess(
            name: name, configuration: configuration, source: source, logger: logger, metrics: metrics)
    }

    private static func end(name: String, _ error: any Error) -> Never {
        guard let failure = error as? any StartFailure else {
            StandardError.writeLine("\(name): \(JSONText.printable(ErrorText.loggable(error), limit: 500))")
            end(.software)
        }
        StandardError.writeLine("\(name): \(JSONText.printable(failure.description, limit: 500))")
        end(failure.exitCode)
    }

    /// Ends the process at once; everything was written without a buffer.
    ///
    /// Why not `exit`: a thread may be dialling the database still, and OpenSSL's handler at exit takes its locks away
    /// from under it, which ends the process with a signal in place of the code.
    private static func end(_ code: ExitCode) -> Never { _exit(code.rawValue) }
}

/// What a service consists of.
public struct ServiceParts: Sendable {
    /// The long-running parts, in the order in which they start.
    public let services: [any Service]

    /// Turned off as soon as the process is asked to end.
    public let readiness: Readiness?

    /// Names the parts.
    public init(_ services: [any Service], readiness: Readiness? = nil) {
        self.services = services
        self.readiness = readiness
    }
}

/// A start that failed because a server that is needed did not answer, or refused who we are.
public struct ServerFailure: StartFailure, Hashable {
    /// How the process ends: `.unavailable` or `.refused`.
    public let exitCode: ExitCode
    /// The server and what is wrong with it.
    public let description: String

    /// Nobody answers.
    public static func unavailable(_ description: String) -> ServerFailure {
        ServerFailure(exitCode: .unavailable, description: description)
    }

    /// Somebody answers and refuses us.
    public static func refused(_ description: String) -> ServerFailure {
        ServerFailure(exitCode: .refused, description: description)
    }
}
