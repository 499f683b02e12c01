import AssessmentInbound
import City
import DispatchApplication
import DispatchDomain
import DispatchInbound
import Kernel
import Messaging

/// One call of a context's handler: the real one, on a port over the simulated store.
final class HandlerRun {
    /// What a step came to.
    enum Progress {
        case running
        case done([Outcome])
        case failed(StoreFailure)
        /// The process is no more.
        case killed
    }

    private let process: Process
    private let deliveries: [Delivery]
    private var session: Session?
    private var result: Result<[Outcome], any Error>?

    init(process: Process, deliveries: [Delivery]) {
        self.process = process
        self.deliveries = deliveries
    }

    func readiness(_ world: World) -> Readiness { session?.steps.readiness(world) ?? .now }

    func step(_ world: World) -> Progress {
        if let session { session.steps.proceed() } else { begin(world) }
        switch result {
        case nil: return .running
        case .success(let outcomes): return .done(outcomes)
        case .failure(let failure as StoreFailure): return .failed(failure)
        case .failure(is Session.Killed): return .killed
        case .failure(let error): preconditionFailure("a handler fails with its port only: \(error)")
        }
    }

    private func begin(_ world: World) {
        let events = deliveries.map(world.event(of:))
        if events.count == 1 { world.recorder.triedAlone.insert(events[0].number) }
        world.note(.handle, process.name, events[0].number, events.count)
        let session = Session(process, world)
        self.session = session
        let handler = handler(session)
        let batch = zip(events, deliveries).map { event, delivery in
            event.nature == .unreadable && !world.isMended ? delivery.spoiled : delivery
        }
        session.begin {
            try await handler.handle(batch)
        } then: {
            self.result = $0
        }
    }

    private func handler(_ session: Session) -> any DeliveryHandler {
        switch process.context {
        case .dispatch:
            RequestHandler(
                FollowRequests(
                    store: SimulatedWorkOrders(session: session), rules: Districts.rules,
                    catalogue: Catalogue(rows: [:]), scope: Districts.scope),
                time: session, city: Districts.city)
        case .assessment:
            AssessmentEventHandler(store: SimulatedLedger(session: session), city: Districts.city, time: session)
        case .intake: preconditionFailure("nothing comes to the first context")
        }
    }
}

extension Delivery {
    /// The same, of a type that nobody knows.
    fileprivate var spoiled: Delivery {
        var properties = properties
        properties.type = "unreadable"
        return Delivery(
            tag: tag, exchange: exchange, routingKey: routingKey, properties: properties, body: body,
            redelivered: redelivered)
    }
}
