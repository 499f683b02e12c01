import CoreMetrics
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Kernel
public import Logging
import NIOCore
import NIOSSL
public import ServiceLifecycle

/// The HTTP face of a service: its endpoints and the four that every service has.
public struct ServiceAPI: Sendable {
    /// The OpenAPI 3.1 document, as `/openapi.json` serves it.
    public let document: [UInt8]

    /// Answers requests; tests hand it to Hummingbird's test client by way of ``application(_:onServerRunning:)``.
    public let responder: ServiceResponder

    /// The same without metrics and the document, and those with health alone: for two ports.
    private let publicResponder: ServiceResponder
    private let adminResponder: ServiceResponder
    private let logger: Logger

    /// Sets the routes up.
    ///
    /// Throws: `RouteError` if two of them clash or one is malformed.
    public init(
        _ description: ServiceDescription, endpoints: [Endpoint], authenticator: any Authenticator,
        readiness: Readiness = Readiness([]), metrics: PrometheusMetrics = PrometheusMetrics(),
        clock: ServiceClock = ServiceClock(SystemClock()), logger: Logger
    ) throws(RouteError) {
        let bytes = OpenAPIBytes()
        let health = SystemEndpoints.health(readiness)
        let administration = SystemEndpoints.administration(metrics: metrics, document: bytes)
        let table = try RouteTable(endpoints + health + administration)
        document = OpenAPIDocument.write(description, table.routes)
        bytes.hold(document)
        let meters = ServerMetrics(factory: metrics)
        let identifiers = ServiceIdentifiers(clock: SystemClock())
        func responder(_ table: RouteTable) -> ServiceResponder {
            ServiceResponder(
                table: table, authenticator: authenticator, clock: clock, identifiers: identifiers, meters: meters,
                logger: logger)
        }
        self.responder = responder(table)
        publicResponder = responder(try RouteTable(endpoints + health))
        adminResponder = responder(try RouteTable(health + administration))
        self.logger = logger
    }

    /// The servers as services for the group: the public one last, and before it, where it has a port of its own, the one
    /// for metrics and the document.
    ///
    /// Throws: `ConfigurationError` if the certificate or its key can't be used.
    public func servers(_ settings: HTTPSettings) throws -> [any Service] {
        let admin: (any Service)? = try administration(settings)
        return [admin, try application(settings)].compactMap(\.self)
    }

    /// The server for metrics and the document; `nil` where they have no address of their own.
    func administration(_ settings: HTTPSettings) throws -> Application<ServiceResponder>? {
        try settings.administration.map { try server($0, adminResponder) { _ in } }
    }

    /// The server as a service for the group.
    ///
    /// Throws: `ConfigurationError` if the certificate or its key can't be used.
    public func application(
        _ settings: HTTPSettings, onServerRunning: @escaping @Sendable (_ port: Int?) async -> Void = { _ in }
    ) throws -> Application<ServiceResponder> {
        try server(settings, settings.administration == nil ? responder : publicResponder, onServerRunning)
    }

    private func server(
        _ settings: HTTPSettings, _ responder: ServiceResponder,
        _ onServerRunning: @escaping @Sendable (_ port: Int?) async -> Void
    ) throws -> Application<ServiceResponder> {
        var responder = responder
        let limits = settings.limits
        responder.admission = Admission(limits)
        var configuration = ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: 1_024,
            availableConnectionsDelegate: MaximumAvailableConnections(
                limits.connections + limits.reserve, logger: logger))
        configuration.reuseAddress = true
        return Application(
            responder: responder, server: try builder(settings, responder), configuration: configuration,
            onServerRunning: { [logger] channel in
                let port = channel.localAddress?.port
                logger.info(
                    "listening",
                    metadata: [LogKeys.address: .string(settings.host), LogKeys.port: .stringConvertible(port ?? 0)])
                await onServerRunning(port)
            }, logger: logger)
    }

    private func builder(_ settings: HTTPSettings, _ responder: ServiceResponder) throws -> HTTPServerBuilder {
        let (meters, identifiers, admission) = (responder.meters, responder.identifiers, responder.admission)
        let http1 = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [
                    ConnectionGuard(settings: settings, admission: admission, meters: meters) {
                        identifiers.next(RequestTag.self).description
                    }
                ], idleTimeout: TimeAmount(settings.idleTimeout)))
        guard let files = settings.tls else { return http1 }
        do {
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificateFile).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: files.keyFile, format: .pem)))
            tls.minimumTLSVersion = .tlsv12
            return try .tls(http1, tlsConfiguration: tls)
        } catch let error as NIOSSLError {
            throw ConfigurationError(
                variable: "MINQING_HTTP_TLS_CERTIFICATE_FILE", reason: "can't be used with its key (\(error))")
        }
    }
}
