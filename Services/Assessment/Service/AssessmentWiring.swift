import AssessmentInbound
import AssessmentStorage
import City
import ContextAssembly
import ServiceRuntime

/// Puts the assessment together.
enum AssessmentWiring {
    /// The rooms, on what every context has.
    static func rooms(_ process: ServiceProcess, _ assembly: ContextAssembly) throws -> ContextRooms {
        let configuration = try AssessmentConfiguration(process.source)
        let handler = AssessmentEventHandler(
            store: PostgresLedgerStore(work: assembly.unitOfWork, tariff: configuration.tariff, time: process.clock),
            city: process.configuration.city, time: process.clock)
        return ContextRooms(
            ServiceDescription(
                name: CityContext.assessment.name, title: "民情 Assessment", version: "1.0.0",
                summary: "Hours, points, stars, rankings and rates."),
            endpoints: AssessmentAPI(reader: PostgresLedgerReader(work: assembly.unitOfWork)).endpoints,
            handlers: Dictionary(uniqueKeysWithValues: AssessmentEventHandler.streams.map { ($0, handler) }))
    }
}
