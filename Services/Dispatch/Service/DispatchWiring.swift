import City
import ContextAssembly
import DispatchApplication
import DispatchDomain
import DispatchInbound
import DispatchStorage
import ServiceRuntime
import UseCases

/// Puts dispatching together.
enum DispatchWiring {
    /// The rooms, on what every context has.
    static func rooms(_ process: ServiceProcess, _ assembly: ContextAssembly) throws -> ContextRooms {
        let configuration = try DispatchConfiguration(process.source)
        let (rules, catalogue) = (configuration.city.rules, configuration.city.catalogue)
        let city = process.configuration.city
        let scope = AccessScope(area: city)
        let store = PostgresWorkOrderStore(work: assembly.unitOfWork, candidates: CandidateCache(), rules: rules)
        let projection = PostgresCandidateStore(work: assembly.unitOfWork)
        let routes = DispatchRoutes(
            change: ChangeHandler(store: store, rules: rules),
            queries: PostgresWorkOrderQueries(work: assembly.unitOfWork, limits: rules.limits))
        return ContextRooms(
            ServiceDescription(
                name: CityContext.dispatch.name, title: "民情 Dispatch", version: "1.0.0",
                summary: "Work orders, offers, verification and clocks."),
            endpoints: routes.endpoints,
            handlers: [
                EventStream.requests.name: RequestHandler(
                    FollowRequests(store: store, rules: rules, catalogue: catalogue, scope: scope),
                    time: process.clock, city: city),
                EventStream.members.name: MemberHandler(
                    FollowMembers(store: projection, scope: scope), time: process.clock, city: city),
                EventStream.areas.name: AreaHandler(FollowAreas(store: projection, scope: scope), city: city),
            ],
            loops: [
                TimerLoop(
                    passTime: PassTime(
                        store: store, rules: rules, time: process.clock, scope: scope, logger: process.logger),
                    logger: process.logger)
            ])
    }
}
