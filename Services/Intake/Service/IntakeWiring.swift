import AMQP
import ContextAssembly
import IntakeApplication
import IntakeInbound
import IntakeStorage
import Kernel
import Messaging
import Postgres
import Reliability
import ServiceLifecycle
import ServiceRuntime

/// Puts intake together.
struct IntakeWiring {
    private let process: ServiceProcess
    private let configuration: IntakeConfiguration

    init(_ process: ServiceProcess) throws {
        self.process = process
        configuration = try IntakeConfiguration(process)
    }

    /// Everything that runs.
    func parts() async throws -> ServiceParts {
        let assembly = try ContextAssembly(
            name: process.name, configuration: process.configuration, logger: process.logger)
        let city = process.configuration.city
        let seals = try FieldSeals(keys: configuration.fieldKeys)
        let store = PostgresIntakeStore(
            work: assembly.unitOfWork, seals: seals, language: PublishedLanguage(), city: city)
        let queries = PostgresRequestQueries(work: assembly.unitOfWork, seals: seals, city: city)
        let directory = AreaDirectory(queries: queries)
        let register = RegisterRequests(
            store: store, catalogue: configuration.catalogue, areas: directory, city: city, random: assembly.random)
        let readiness = Readiness(assembly.healthChecks)
        let routes = IntakeRoutes(
            register: register, change: ChangeRequests(store: store, tree: configuration.catalogue.tree),
            queries: queries)
        let authenticator = try await assembly.authenticator()
        let http = try ServiceAPI(
            IntakeRoutes.description, endpoints: routes.endpoints, authenticator: authenticator,
            readiness: readiness, metrics: process.metrics, clock: process.clock, logger: process.logger
        ).application(process.configuration.http)
        let commands = CommandDeliveries(register: register, store: store, clock: process.clock)
        return ServiceParts(
            assembly.services(
                handlers: [
                    "dispatch.workorder": WorkOrderDeliveries(store: store, city: city, clock: process.clock),
                    "registry.area": AreaDeliveries(
                        store: store, directory: directory, city: city, logger: process.logger),
                    "intake.command": commands,
                ],
                commandQueue: (name: CityTopology.intakeCommands, stream: "intake.command"), seal: seals,
                others: [
                    Periodically.areaWatch(directory, logger: process.logger),
                    Periodically.answerPruning(queries, logger: process.logger),
                ], http: http),
            readiness: readiness)
    }
}
