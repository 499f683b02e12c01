import City
import ContextAssembly
import IntakeApplication
import IntakeDomain
import IntakeInbound
import IntakeStorage
import Messaging
import Reliability
import ServiceRuntime

/// Puts intake together.
enum IntakeWiring {
    /// The rooms, on what every context has.
    static func rooms(_ process: ServiceProcess, _ assembly: ContextAssembly) throws -> ContextRooms {
        let configuration = try IntakeConfiguration(process)
        let city = process.configuration.city
        let rules = configuration.rules
        let encryptor = try FieldEncryptor(keys: configuration.fieldKeys)
        let store = PostgresIntakeStore(
            work: assembly.unitOfWork, encryptor: encryptor, scope: AccessScope(area: city),
            doubleSubmit: rules.doubleSubmit, register: RegisterBatch(rules: rules).decide)
        let intake = IntakeUseCases(
            store: store, queries: PostgresRequestQueries(work: assembly.unitOfWork, encryptor: encryptor),
            catalogue: configuration.catalogue, rules: rules, city: city, random: assembly.random)
        return ContextRooms(
            IntakeRoutes.description, endpoints: IntakeRoutes(intake).endpoints,
            handlers: [
                EventStream.workOrders.name: WorkOrderHandler(
                    follow: intake.followWorkOrders, city: city, clock: process.clock),
                EventStream.areas.name: AreaHandler(
                    follow: intake.followAreas, directory: intake.directory, city: city, logger: process.logger),
                CityTopology.intakeCommandStream: CommandHandler(register: intake.register, clock: process.clock),
            ],
            commandQueue: (name: CityTopology.intakeCommands, stream: CityTopology.intakeCommandStream),
            seal: encryptor,
            loops: [
                Periodically.areaWatch(intake.directory, logger: process.logger),
                Periodically.responsePruning(store, scope: intake.scope, logger: process.logger),
            ])
    }
}
