import AMQP
import AssessmentInbound
import AssessmentStorage
import ContextAssembly
import Kernel
import Messaging
import Postgres
import ServiceLifecycle
import ServiceRuntime

/// Puts the assessment together.
struct AssessmentWiring {
    private let process: ServiceProcess
    private let configuration: AssessmentConfiguration

    init(_ process: ServiceProcess) throws {
        self.process = process
        configuration = try AssessmentConfiguration(process.source)
    }

    /// Everything that runs.
    func parts() async throws -> ServiceParts {
        let assembly = try ContextAssembly(
            name: process.name, configuration: process.configuration, logger: process.logger)
        let handler = NewsHandler(
            store: PostgresLedgerStore(work: assembly.unitOfWork, tariff: configuration.tariff, time: process.clock),
            city: process.configuration.city, time: process.clock)
        let readiness = Readiness(assembly.healthChecks)
        let authenticator = try await assembly.authenticator()
        let http = try ServiceAPI(
            ServiceDescription(
                name: "assessment", title: "民情 Assessment", version: "1.0.0",
                summary: "Hours, points, stars, rankings and rates."),
            endpoints: AssessmentAPI(reader: PostgresLedgerReader(work: assembly.unitOfWork)).endpoints,
            authenticator: authenticator, readiness: readiness, metrics: process.metrics, clock: process.clock,
            logger: process.logger
        ).application(process.configuration.http)
        return ServiceParts(
            assembly.services(
                handlers: Dictionary(uniqueKeysWithValues: NewsHandler.streams.map { ($0, handler) }), http: http),
            readiness: readiness)
    }
}
