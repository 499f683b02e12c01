import City
import ContextAssembly
import RegistryApplication
import RegistryInbound
import RegistryStorage
import Reliability
import ServiceRuntime

/// Puts the registry together.
enum RegistryWiring {
    /// The rooms, on what every context has.
    static func rooms(_ process: ServiceProcess, _ assembly: ContextAssembly) throws -> ContextRooms {
        let configuration = try RegistryConfiguration(process.configuration)
        let members = PostgresMemberStore(work: assembly.unitOfWork)
        let api = RegistryAPI(
            areas: PostgresAreaStore(work: assembly.unitOfWork),
            organisations: PostgresOrganisationStore(work: assembly.unitOfWork), members: members,
            sealer: try FieldSealer(configuration.fieldKeys))
        let sweep = Periodically.dutySweep(
            EndOverdueDuties(store: members), city: process.configuration.city, clock: process.clock,
            logger: process.logger)
        return ContextRooms(
            ServiceDescription(
                name: CityContext.registry.name, title: "民情 Registry", version: "1.0.0",
                summary: "Areas, organisations and members."),
            endpoints: api.endpoints, loops: [sweep])
    }
}
