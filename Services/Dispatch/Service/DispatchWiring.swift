import AMQP
import City
import ContextAssembly
import DispatchApplication
import DispatchDomain
import DispatchInbound
import DispatchStorage
import Kernel
import Messaging
import Postgres
import ServiceLifecycle
import ServiceRuntime
import UseCases

/// Puts dispatching together.
struct DispatchWiring {
    private let process: ServiceProcess
    private let configuration: DispatchConfiguration

    init(_ process: ServiceProcess) throws {
        self.process = process
        configuration = try DispatchConfiguration(process.source)
    }

    /// Everything that runs.
    func parts() async throws -> ServiceParts {
        let assembly = try ContextAssembly(
            name: process.name, configuration: process.configuration, logger: process.logger)
        let rules = configuration.city.rules
        let city = process.configuration.city
        let store = PostgresWorkOrderStore(work: assembly.unitOfWork, candidates: CandidateCache(), rules: rules)
        let scope = AccessScope(area: city)
        let readiness = Readiness(assembly.healthChecks)
        let passTime = PassTime(
            store: store, rules: rules, time: process.clock, scope: scope, logger: process.logger)
        return ServiceParts(
            assembly.services(
                handlers: handlers(assembly, store: store, scope: scope),
                others: [TimerLoop(passTime: passTime, logger: process.logger)],
                http: try await http(assembly, store: store, readiness: readiness)),
            readiness: readiness)
    }

    private func handlers(
        _ assembly: ContextAssembly, store: PostgresWorkOrderStore, scope: AccessScope
    ) -> [String: any DeliveryHandler] {
        let requests = FollowRequests(
            store: store, rules: configuration.city.rules, catalogue: configuration.city.catalogue, scope: scope)
        let candidates = PostgresCandidateStore(work: assembly.unitOfWork)
        return [
            "intake.request": RequestHandler(requests, time: process.clock, city: scope.area),
            "registry.member": MemberHandler(
                FollowMembers(store: candidates, scope: scope), time: process.clock, city: scope.area),
            "registry.area": AreaHandler(FollowAreas(store: candidates, scope: scope), city: scope.area),
        ]
    }

    private func http(
        _ assembly: ContextAssembly, store: PostgresWorkOrderStore, readiness: Readiness
    ) async throws -> any Service {
        let rules = configuration.city.rules
        let routes = DispatchRoutes(
            change: ChangeHandler(store: store, rules: rules),
            queries: PostgresWorkOrderQueries(work: assembly.unitOfWork, limits: rules.limits))
        let authenticator = try await assembly.authenticator()
        return try ServiceAPI(
            ServiceDescription(
                name: "dispatch", title: "民情 Dispatch", version: "1.0.0",
                summary: "Work orders, offers, verification and clocks."),
            endpoints: routes.endpoints, authenticator: authenticator, readiness: readiness, metrics: process.metrics,
            clock: process.clock, logger: process.logger
        ).application(process.configuration.http)
    }
}
