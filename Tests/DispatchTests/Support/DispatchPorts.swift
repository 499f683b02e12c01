import City
import DispatchApplication
import DispatchDomain
import DispatchInbound
import DispatchTestKit
import Kernel
import Logging
import Messaging
import ServiceTestSupport
import Testing
import UseCases

/// Dispatch on either of its stores: what holds for one has to hold for the other.
struct DispatchPorts: Sendable {
    let store: any WorkOrderStore
    let queries: any WorkOrderQueries
    let change: ChangeHandler<WorkOrder, WorkOrderSelection>
    let passTime: PassTime
    private let requests: RequestHandler
    private let members: MemberHandler
    private let clock: any TimeSource
    private let moveClock: @Sendable (Timestamp) -> Void

    /// Where work orders are kept.
    enum Backend: CaseIterable, CustomTestStringConvertible {
        case tables, memory

        var testDescription: String { self == .tables ? "PostgreSQL" : "memory" }
    }

    /// Lends a Dispatch without members and orders.
    static func with(
        _ backend: Backend, _ body: @escaping @Sendable (DispatchPorts) async throws -> Void
    ) async throws {
        switch backend {
        case .tables:
            try await DispatchHarness.with { harness in
                try await body(
                    DispatchPorts(
                        store: harness.store, queries: harness.queries, change: harness.change,
                        passTime: harness.passTime, requests: harness.requests, members: harness.members,
                        clock: harness.clock, moveClock: { harness.clock.move(to: $0) }))
            }
        case .memory:
            let clock = ManualClock(wednesdayNine)
            let store = InMemoryWorkOrderStore(rules: rules)
            try await body(
                DispatchPorts(
                    store: store, queries: store, change: ChangeHandler(store: store, rules: rules),
                    passTime: PassTime(
                        store: store, rules: rules, time: clock, scope: everywhere, logger: Logger(label: "test")),
                    requests: RequestHandler(
                        FollowRequests(
                            store: store, rules: rules, catalogue: DispatchHarness.catalogue, scope: everywhere),
                        time: clock, city: city),
                    members: MemberHandler(FollowMembers(store: store, scope: everywhere), time: clock, city: city),
                    clock: clock, moveClock: { clock.move(to: $0) }))
        }
    }

    var now: Timestamp { clock.now() }

    /// Moves the clock and does what is due by then.
    func pass(to moment: Timestamp) async throws {
        moveClock(moment)
        while try await passTime.fire() > 0 {}
    }

    /// Registers and checks in members of a grid.
    func enrol(_ numbers: ClosedRange<UInt64>, in area: AreaCode = grid) async throws {
        let deliveries = DispatchEvents(area: area, at: now).enrolment(of: numbers)
        #expect(try await members.handle(deliveries) == deliveries.map { _ in .applied })
    }

    /// The events by which Intake registers and accepts a request.
    func acceptance(of request: UInt64, area: AreaCode = grid) -> [Delivery] {
        let events = DispatchEvents(area: area, at: now)
        return [events.registration(of: request), events.acceptance(of: request)]
    }

    /// Hands events of requests in, as the broker does.
    @discardableResult
    func deliver(_ deliveries: [Delivery]) async throws -> [Outcome] {
        try await requests.handle(deliveries)
    }

    /// The order of a request's first round.
    func order(of request: UInt64, scope: AccessScope = everywhere) async throws -> WorkOrder? {
        try await queries.order(.derived(from: "round:1", in: requestID(request)), scope: scope)
    }

    /// Takes an offer as its member.
    @discardableResult
    func accept(_ offer: Offer) async throws -> WorkOrder {
        try await change(
            .accept(offer.id, by: offer.member), on: .offer(offer.id, offer.member), scope: everywhere, at: now)
    }
}
