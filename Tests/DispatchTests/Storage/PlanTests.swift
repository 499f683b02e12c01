import DispatchApplication
import DispatchDomain
import Kernel
import Postgres
import Reliability
import ServiceTestSupport
import TestSupport
import Testing
import WorkingTime

@testable import DispatchStorage

@Suite("Plans of Dispatch's queries")
struct DispatchPlanTests {
    static func list(in scope: AreaCode = city, _ change: (inout WorkOrderFilter) -> Void = { _ in }) -> SQL {
        var query = WorkOrderFilter()
        change(&query)
        return WorkOrderReadStatements.orders(query, in: scope)
    }

    static let order = WorkOrderStatements.load(.order(id(1)))
    static let offer = WorkOrderStatements.load(.offer(id(1), id(2)))
    static let due = WorkOrderStatements.load(.due([id(1)]))
    static let requests = WorkOrderStatements.load(requests: [id(1)])
    static let refresh = CandidateCache().refresh()

    static let queries: [PlannedQuery] = [
        PlannedQuery("an order is locked", "work_orders_pkey", query: order[0]),
        PlannedQuery("its offers", "offers_of_order", query: order[1]),
        PlannedQuery("the order of an offer is locked", "work_orders_pkey", "offers_pkey", query: offer[0]),
        PlannedQuery("the offers beside an offer", "offers_of_order", "offers_pkey", query: offer[1]),
        PlannedQuery("due orders are locked", "work_orders_pkey", sorts: true, query: due[0]),
        PlannedQuery("the offers of due orders", "offers_of_order", sorts: true, query: due[1]),
        PlannedQuery(
            "the orders of requests are locked", "work_orders_request_id_round_key", sorts: true, query: requests[0]),
        PlannedQuery(
            "the offers of requests", "work_orders_request_id_round_key", "offers_of_order", sorts: true,
            query: requests[1]),
        PlannedQuery("what is due", "timers_due", query: WorkOrderStatements.due(at: wednesdayNine, limit: 100)),
        PlannedQuery(
            "unassigned orders are woken", "timers_waiting", "timers_pkey", sorts: true,
            query: CandidateStatements.wakeUnassigned(streets: [area("330402001")], at: wednesdayNine).sql),
        PlannedQuery("candidates that changed", "candidates_changed", query: refresh[1]),
        PlannedQuery("places that changed", "areas_changed", query: refresh[2]),
        PlannedQuery("the latest orders", "work_orders_latest", "timers_pkey", isList: true, query: list()),
        PlannedQuery(
            "the next page", "work_orders_latest", isList: true,
            query: list { $0.after = WorkOrderFilter.Cursor(issuedAt: wednesdayNine, id: id(1)) }),
        PlannedQuery("open orders in a state", "work_orders_open", isList: true, query: list { $0.state = .offering }),
        PlannedQuery("cancelled orders", "work_orders_ended", isList: true, query: list { $0.state = .cancelled }),
        PlannedQuery(
            "a street's orders, for the whole city", "work_orders_by_street", isList: true,
            query: list { $0.area = area("330402001") }),
        PlannedQuery(
            "a grid's orders, for those who work there", "work_orders_by_street", isList: true,
            query: list(in: area("330402001001001"))),
        PlannedQuery("orders on red", "work_orders_by_light", isList: true, query: list { $0.light = .red }),
        PlannedQuery(
            "a member's open offers", "offers_open", "work_orders_pkey", sorts: true,
            query: WorkOrderReadStatements.openOffers(of: id(1), at: wednesdayNine, page: OfferPage())),
        PlannedQuery(
            "what a member has in hand", "work_orders_in_hand", query: WorkOrderReadStatements.inHand(of: id(1))),
    ]

    @Test("a query finds its rows by the indexes named beside it")
    func plans() async throws {
        try await DispatchHarness.with { harness in
            let faults = try await harness.pool.planFaults(of: Self.queries)
            #expect(faults == [])
        }
    }

    @Test("no statement of an order's life reads a table or an index from end to end")
    func life() async throws {
        try await DispatchHarness.with { harness in
            let scope = everywhere
            try await harness.enrol(1...9)
            let order = try await harness.accept(request: 1)
            let offers = try #require(try await harness.stored(order)).openOffers
            _ = try await harness.perform(
                .decline(offers[0].id, by: offers[0].member, .busy), on: .offer(offers[0].id, offers[0].member),
                scope: scope)
            _ = try await harness.perform(
                .accept(offers[1].id, by: offers[1].member), on: .offer(offers[1].id, offers[1].member), scope: scope)
            let holder = offers[1].member
            _ = try await harness.perform(.arrive(by: holder), on: .order(order), scope: scope)
            _ = try await harness.perform(
                .submit(Submission(result: .solved, quarterHours: 2, explanation: ""), by: holder), on: .order(order),
                scope: scope)
            harness.clock.advance(by: minutes(60))
            while try await harness.passTime.fire(limit: 10) > 0 {}
            let planned = try await harness.pool.plannedWalks(sessions: DispatchHarness.connections)
            #expect(planned.statements > 30)
            #expect(planned.faults == [])
        }
    }
}
