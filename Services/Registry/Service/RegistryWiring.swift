import AMQP
import ContextAssembly
import Kernel
import Postgres
import RegistryApplication
import RegistryInbound
import RegistryStorage
import Reliability
import ServiceLifecycle
import ServiceRuntime

/// Puts the registry together.
struct RegistryWiring {
    private let process: ServiceProcess
    private let configuration: RegistryConfiguration

    init(_ process: ServiceProcess) throws {
        self.process = process
        configuration = try RegistryConfiguration(process.configuration)
    }

    /// Everything that runs.
    func parts() async throws -> ServiceParts {
        let assembly = try ContextAssembly(
            name: process.name, configuration: process.configuration, logger: process.logger)
        let members = PostgresMemberStore(work: assembly.unitOfWork)
        let api = RegistryAPI(
            areas: PostgresAreaStore(work: assembly.unitOfWork),
            organisations: PostgresOrganisationStore(work: assembly.unitOfWork), members: members,
            sealer: try FieldSealer(configuration.fieldKeys))
        let readiness = Readiness(assembly.healthChecks)
        let authenticator = try await assembly.authenticator()
        let http = try ServiceAPI(
            ServiceDescription(
                name: "registry", title: "民情 Registry", version: "1.0.0",
                summary: "Areas, organisations and members."),
            endpoints: api.endpoints, authenticator: authenticator, readiness: readiness, metrics: process.metrics,
            clock: process.clock, logger: process.logger
        ).application(process.configuration.http)
        let sweep = Periodically.dutySweep(
            EndOverdueDuties(store: members), city: process.configuration.city, clock: process.clock,
            logger: process.logger)
        return ServiceParts(
            assembly.services(handlers: [:], others: [sweep], http: http), readiness: readiness)
    }
}
