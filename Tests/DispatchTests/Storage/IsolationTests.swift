import City
import DispatchApplication
import DispatchDomain
import DispatchInbound
import DispatchStorage
import IntakeContract
import Kernel
import Messaging
import Postgres
import RegistryContract
import ServiceTestSupport
import Testing
import Wire

@Suite("Row-level security and journals, on PostgreSQL")
struct IsolationTests {
    static let guarded = ["work_orders", "offers", "timers", "journal"]

    @Test("without an area no row is seen and none can be written", arguments: guarded)
    func forgotten(_ table: String) async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            try await harness.accept(request: 1)
            let seen = try await harness.pool.query("SELECT count(*) FROM \(unescaped: table)").only(Int64.self)
            #expect(seen == 0)
            let stored: Int64 = try await harness.value("SELECT count(*) FROM dispatch.\(unescaped: table)")
            #expect(stored > 0)
        }
    }

    @Test("orders of another area are not there: not by id, not in a list, not for a command")
    func elsewhere() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            for (code, isVisible) in [
                ("330402001001", true), ("330402", true), ("3304", true), ("330402001002", false), ("330411", false),
            ] {
                let scope = AccessScope(area: area(code), actor: id(900))
                #expect((try await harness.queries.order(order, scope: scope) != nil) == isVisible)
                #expect(try await harness.queries.orders(WorkOrderFilter(), scope: scope).count == (isVisible ? 1 : 0))
                guard !isVisible else { continue }
                await #expect(throws: ChangeFault.notFound) {
                    try await harness.perform(.assign(id(4), unitArea: scope.area), on: .order(order), scope: scope)
                }
            }
            #expect(try await harness.published(order) == ["issued", "offered"])
        }
    }

    @Test(
        "the service can neither change nor remove a row of the journal, nor pass its policy by",
        arguments: [
            "UPDATE journal SET action = 'x'", "DELETE FROM journal", "SELECT FROM journal_default",
            "DELETE FROM journal_default",
        ])
    func insertOnly(_ statement: String) async throws {
        try await DispatchHarness.with { harness in
            let error = await #expect(throws: PostgresError.self) {
                try await harness.pool.query(SQL(unescaped: statement))
            }
            #expect(error?.sqlState == "42501")
        }
    }

    @Test("no event carries the explanation, and the order keeps it")
    func explanation() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...1)
            let order = try await harness.accept(request: 1)
            let offer = try #require(try await harness.stored(order)).openOffers[0]
            let scope = AccessScope(area: city, actor: offer.member.retagged())
            _ = try await harness.perform(
                .accept(offer.id, by: offer.member), on: .offer(offer.id, offer.member), scope: scope)
            _ = try await harness.perform(.arrive(by: offer.member), on: .order(order), scope: scope)
            _ = try await harness.perform(
                .submit(Submission(result: .notSolvable, quarterHours: 4, explanation: "住户张三不同意"), by: offer.member),
                on: .order(order), scope: scope)
            #expect(try await harness.stored(order)?.progress.submission?.explanation == "住户张三不同意")
            #expect(
                try await harness.value(
                    "SELECT count(*) FROM dispatch.journal WHERE convert_from(body, 'UTF8') LIKE '%张三%'") == Int64(0))
        }
    }

    @Test("a counter changes wherever the member lives and no matter who verifies")
    func counters() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...1, in: otherCommunity)
            let order = try await harness.accept(request: 1)
            let offer = try #require(try await harness.stored(order)).openOffers[0]
            let own = AccessScope(area: city, actor: offer.member.retagged())
            _ = try await harness.perform(
                .accept(offer.id, by: offer.member), on: .offer(offer.id, offer.member), scope: own)
            #expect(try await harness.value("SELECT open_orders FROM dispatch.candidates") == Int32(1))
            _ = try await harness.perform(.arrive(by: offer.member), on: .order(order), scope: own)
            _ = try await harness.perform(
                .submit(Submission(result: .solved, quarterHours: 4, explanation: nil), by: offer.member),
                on: .order(order), scope: own)
            _ = try await harness.perform(
                .verify(.passed, by: id(900)), on: .order(order),
                scope: AccessScope(area: area("330402001001"), actor: id(900)))
            #expect(try await harness.value("SELECT open_orders FROM dispatch.candidates") == Int32(0))
            #expect(try await harness.value("SELECT offers_taken FROM dispatch.candidates") == Int32(1))
        }
    }

    @Test("pages follow one another without a gap or a repetition")
    func pages() async throws {
        try await DispatchHarness.with { harness in
            for request in 1...23 as ClosedRange<UInt64> {
                if request.isMultiple(of: 4) { harness.clock.advance(by: .seconds(1)) }
                try await harness.accept(request: request)
            }
            var seen: [WorkOrderID] = []
            var query = WorkOrderFilter(state: .unassigned, limit: 5)
            while true {
                let page = try await harness.queries.orders(query, scope: everywhere)
                seen += page.map(\.id)
                guard let last = page.last else { break }
                query.after = WorkOrderFilter.Cursor(issuedAt: last.issuedAt, id: last.id)
            }
            #expect(seen.count == 23)
            #expect(Set(seen).count == 23)
        }
    }
}
