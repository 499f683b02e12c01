import CoreMetrics
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Kernel
public import Logging
import NIOCore
import NIOSSL

/// The HTTP face of a service: its endpoints and the four that every service has.
public struct ServiceAPI: Sendable {
    /// The OpenAPI 3.1 document, as `/openapi.json` serves it.
    public let document: [UInt8]

    /// Answers requests; tests hand it to Hummingbird's test client by way of ``application(_:onServerRunning:)``.
    public let responder: ServiceResponder

    private let description: ServiceDescription
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
        let table = try RouteTable(
            endpoints + SystemEndpoints.all(readiness: readiness, metrics: metrics, document: bytes))
        document = OpenAPIDocument.write(description, table.routes)
        bytes.hold(document)
        responder = ServiceResponder(
            table: table, authenticator: authenticator, clock: clock,
            identifiers: ServiceIdentifiers(clock: SystemClock()), meters: ServerMetrics(factory: metrics),
            logger: logger)
        self.description = description
        self.logger = logger
    }

    /// The server as a service for the group.
    ///
    /// Throws: `ConfigurationError` if the certificate or its key can't be used.
    public func application(
        _ settings: HTTPSettings, onServerRunning: @escaping @Sendable (_ port: Int?) async -> Void = { _ in }
    ) throws -> Application<ServiceResponder> {
        var configuration = ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: 1_024,
            availableConnectionsDelegate: MaximumAvailableConnections(settings.connectionLimit, logger: logger))
        configuration.reuseAddress = true
        return Application(
            responder: responder, server: try server(settings), configuration: configuration,
            onServerRunning: { [logger] channel in
                let port = channel.localAddress?.port
                logger.info(
                    "listening",
                    metadata: [LogKeys.address: .string(settings.host), LogKeys.port: .stringConvertible(port ?? 0)])
                await onServerRunning(port)
            }, logger: logger)
    }

    private func server(_ settings: HTTPSettings) throws -> HTTPServerBuilder {
        let meters = responder.meters
        let identifiers = responder.identifiers
        let http1 = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [
                    ConnectionGuard(settings: settings, meters: meters) {
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
