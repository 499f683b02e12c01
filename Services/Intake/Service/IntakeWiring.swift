import ContextAssembly
import IntakeApplication
import IntakeInbound
import IntakeStorage
import Messaging
import ServiceRuntime

/// Puts intake together.
enum IntakeWiring {
    /// The rooms, on what every context has.
    static func rooms(_ process: ServiceProcess, _ assembly: ContextAssembly) throws -> ContextRooms {
        let configuration = try IntakeConfiguration(process)
        let city = process.configuration.city
        let seals = try FieldSeals(keys: configuration.fieldKeys)
        let store = PostgresIntakeStore(
            work: assembly.unitOfWork, seals: seals, language: PublishedLanguage(), city: city)
        let queries = PostgresRequestQueries(work: assembly.unitOfWork, seals: seals, city: city)
        let directory = AreaDirectory(queries: queries)
        let register = RegisterRequests(
            store: store, catalogue: configuration.catalogue, areas: directory, city: city, random: assembly.random)
        let routes = IntakeRoutes(
            register: register, change: ChangeRequests(store: store, tree: configuration.catalogue.tree),
            queries: queries)
        return ContextRooms(
            IntakeRoutes.description, endpoints: routes.endpoints,
            handlers: [
                "dispatch.workorder": WorkOrderDeliveries(store: store, city: city, clock: process.clock),
                "registry.area": AreaDeliveries(store: store, directory: directory, city: city, logger: process.logger),
                "intake.command": CommandDeliveries(register: register, store: store, clock: process.clock),
            ],
            commandQueue: (name: CityTopology.intakeCommands, stream: "intake.command"), seal: seals,
            loops: [
                AreaWatch(directory: directory, logger: process.logger),
                AnswerPruning(queries: queries, logger: process.logger),
            ])
    }
}
