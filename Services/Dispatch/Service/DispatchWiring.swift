import AMQP
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
        let store = PostgresWorkOrderStore(
            work: assembly.unitOfWork, index: CandidateIndex(), limits: rules.limits)
        let everywhere = Reach(area: city)
        let readiness = Readiness(assembly.healthChecks)
        let passTime = PassTime(
            store: store, rules: rules, time: process.clock, reach: everywhere, logger: process.logger)
        return ServiceParts(
            assembly.services(
                handlers: handlers(assembly, store: store, reach: everywhere),
                others: [TimerLoop(passTime: passTime, logger: process.logger)],
                http: try await http(assembly, store: store, readiness: readiness)),
            readiness: readiness)
    }

    private func handlers(
        _ assembly: ContextAssembly, store: PostgresWorkOrderStore, reach: Reach
    ) -> [String: any DeliveryHandler] {
        let requests = FollowRequests(
            store: store, rules: configuration.city.rules, catalogue: configuration.city.catalogue,
            time: process.clock, reach: reach)
        let registry = FollowRegistry(
            store: PostgresCandidateStore(work: assembly.unitOfWork), time: process.clock, reach: reach)
        return [
            "intake.request": RequestEvents(requests, city: reach.area),
            "registry.member": MemberEvents(registry, time: process.clock, city: reach.area),
            "registry.area": AreaEvents(registry, city: reach.area),
        ]
    }

    private func http(
        _ assembly: ContextAssembly, store: PostgresWorkOrderStore, readiness: Readiness
    ) async throws -> any Service {
        let rules = configuration.city.rules
        let routes = DispatchRoutes(
            answering: AnswerOffer(store: store, rules: rules, time: process.clock),
            handling: HandleWorkOrder(store: store, rules: rules, time: process.clock),
            reading: PostgresReading(work: assembly.unitOfWork, limits: rules.limits))
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
