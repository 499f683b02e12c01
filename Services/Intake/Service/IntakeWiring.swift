import AMQP
import City
import ContextAssembly
import IntakeApplication
import IntakeDomain
import IntakeInbound
import IntakeStorage
import Kernel
import Messaging
import Postgres
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
        let rules = configuration.rules
        let encryptor = try FieldEncryptor(keys: configuration.fieldKeys)
        let store = PostgresIntakeStore(
            work: assembly.unitOfWork, encryptor: encryptor, scope: AccessScope(area: city),
            doubleSubmit: rules.contacts.doubleSubmit, register: RegisterBatch(rules: rules).decide)
        let intake = IntakeUseCases(
            store: store, queries: PostgresRequestQueries(work: assembly.unitOfWork, encryptor: encryptor),
            catalogue: configuration.catalogue, rules: rules, city: city, random: assembly.random)
        let readiness = Readiness(assembly.healthChecks)
        let authenticator = try await assembly.authenticator()
        let http = try ServiceAPI(
            IntakeRoutes.description, endpoints: IntakeRoutes(intake).endpoints, authenticator: authenticator,
            readiness: readiness, metrics: process.metrics, clock: process.clock, logger: process.logger
        ).application(process.configuration.http)
        return ServiceParts(
            assembly.services(
                handlers: [
                    "dispatch.workorder": WorkOrderHandler(
                        follow: intake.followWorkOrders, city: city, clock: process.clock),
                    "registry.area": AreaHandler(
                        follow: intake.followAreas, directory: intake.directory, city: city, logger: process.logger),
                    "intake.command": CommandHandler(register: intake.register, clock: process.clock),
                ],
                commandQueue: (name: CityTopology.intakeCommands, stream: "intake.command"), seal: encryptor,
                others: [
                    AreaWatch(directory: intake.directory, logger: process.logger),
                    ResponsePruning(store: store, scope: intake.scope, logger: process.logger),
                ], http: http),
            readiness: readiness)
    }
}
