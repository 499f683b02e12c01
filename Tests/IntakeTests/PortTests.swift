import City
import IntakeApplication
import IntakeDomain
import Kernel
import Messaging
import PersonalData
import ServiceTestSupport
import TestSupport
import Testing
import UseCases

@Suite("The ports of Intake, in tables and in memory")
struct PortTests {
    private let city = AccessScope(area: IntakeHarness.city, actor: ActorID(high: 5, low: 5))
    private let district = AccessScope(area: IntakeHarness.code("330402"), actor: ActorID(high: 5, low: 6))
    private let foreign = AccessScope(area: IntakeHarness.code("330411"), actor: ActorID(high: 5, low: 7))

    private func key(_ key: String, owner: String = "caller", body: String = "{}") -> IdempotencyKey {
        IdempotencyKey(owner: owner, key: key, body: Array(body.utf8))
    }

    @Test("a request is read where it lies, and nowhere else", arguments: IntakePorts.Backend.allCases)
    func scope(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let receipt = try StorageTests.receipt(try await ports.register())
            let detail = try #require(try await ports.intake.queries.request(receipt.id, scope: district))
            #expect(detail.request.state == .accepted)
            #expect(detail.text.body == StorageTests.words)
            #expect(detail.requester.phone?.lastFour == "5678")
            #expect(detail.doubt == nil)
            #expect(try await ports.intake.queries.request(receipt.id, scope: foreign) == nil)
            #expect(try await ports.intake.queries.requests(RequestFilter(limit: 9), scope: foreign).isEmpty)
            await #expect(throws: ChangeFault.notFound) {
                try await ports.intake.change(
                    .withdraw, on: .request(receipt.id), scope: foreign, at: ports.clock.now())
            }
        }
    }

    @Test(
        "one key has one effect; another body and another caller are distinguished",
        arguments: IntakePorts.Backend.allCases)
    func keys(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let first = try StorageTests.receipt(try await ports.register(key: key("k")))
            #expect(try await ports.register(key: key("k")) == .replayed(first))
            #expect(try await ports.register(key: key("k", body: "{ }")) == .keyMismatch)
            let other = try StorageTests.receipt(try await ports.register(key: key("k", owner: "another")))
            #expect(other.id != first.id && other.number != first.number)
        }
    }

    @Test("the same phone and words without a key are one request", arguments: IntakePorts.Backend.allCases)
    func secondClick(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let first = try StorageTests.receipt(try await ports.register())
            #expect(try await ports.register() == .duplicate(first))
            #expect(try StorageTests.receipt(try await ports.register("垃圾没有人清")).id != first.id)
            #expect(try StorageTests.receipt(try await ports.register(phone: "13900000000")).id != first.id)
        }
    }

    @Test(
        "a forgotten response is answered again; what is kept is not forgotten", arguments: IntakePorts.Backend.allCases
    )
    func pruning(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let first = try StorageTests.receipt(try await ports.register(key: key("k")))
            ports.clock.advance(by: .seconds(1))
            #expect(try await ports.store.pruneResponses(olderThan: .seconds(3_600), scope: city) == 0)
            #expect(try await ports.register(key: key("k")) == .replayed(first))
            #expect(try await ports.store.pruneResponses(olderThan: .zero, scope: city) == 1)
            #expect(try await ports.store.pruneResponses(olderThan: .zero, scope: city) == 0)
            #expect(try StorageTests.receipt(try await ports.register(key: key("k"))).id != first.id)
        }
    }

    @Test(
        "a command changes what was seen, once; a refused one changes nothing", arguments: IntakePorts.Backend.allCases)
    func change(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let receipt = try StorageTests.receipt(try await ports.register(area: nil))
            let category = try #require(Category(IntakeHarness.category))
            let accept = RequestCommand.accept(
                category: category, urgency: .urgent, area: IntakeHarness.code(IntakeHarness.grid))
            await #expect(throws: ChangeFault.changedMeanwhile(current: receipt.version)) {
                try await ports.intake.change(
                    accept, on: .request(receipt.id), scope: city, expecting: Version(value: 9), at: ports.clock.now())
            }
            #expect(try await ports.intake.queries.request(receipt.id, scope: district) == nil)
            let after = try await ports.intake.change(
                accept, on: .request(receipt.id), scope: city, expecting: receipt.version, at: ports.clock.now())
            await #expect(throws: RequestRejection.notPossible(in: .accepted, allowed: [.callbackDue, .withdrawn])) {
                try await ports.intake.change(accept, on: .request(receipt.id), scope: city, at: ports.clock.now())
            }
            let detail = try #require(try await ports.intake.queries.request(receipt.id, scope: district))
            #expect(detail.request == after)
            #expect(detail.doubt == nil)
        }
    }

    @Test("events of a work order are applied once and in order", arguments: IntakePorts.Backend.allCases)
    func workOrders(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let receipt = try StorageTests.receipt(try await ports.register())
            let order = Deliveries.order(1)
            let taken = Deliveries.taken(receipt.id, by: Deliveries.member(1), order: order, version: 1)
            let verified = Deliveries.verified(receipt.id, order: order, version: 2)
            #expect(try await ports.deliver(verified) == [.held])
            #expect(try await ports.deliver(taken, taken) == [.applied, .duplicate])
            let retry = Delivery.retry(
                properties: verified.properties, routingKey: verified.routingKey, body: verified.body)
            #expect(try await ports.deliver(retry) == [.applied])
            #expect(try await ports.deliver(verified) == [.duplicate])
            let due = try await ports.intake.queries.callbacksDue(CallbackPage(limit: 9), scope: city)
            #expect(due.map(\.id) == [receipt.id])
            #expect(due.map(\.workOrder) == [order])
        }
    }

    @Test(
        "a verification that a withdrawal or another verification overtook is applied without an effect",
        arguments: IntakePorts.Backend.allCases)
    func overtaken(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let withdrawn = try StorageTests.receipt(try await ports.register())
            _ = try await ports.intake.change(
                .withdraw, on: .request(withdrawn.id), scope: city, at: ports.clock.now())
            let due = try StorageTests.receipt(try await ports.register(phone: "13900000000"))
            #expect(
                try await ports.deliver(
                    Deliveries.verified(withdrawn.id, order: Deliveries.order(1), version: 1),
                    Deliveries.verified(due.id, order: Deliveries.order(2), version: 1),
                    Deliveries.verified(due.id, order: Deliveries.order(3), version: 1)) == [
                        .applied, .applied, .applied,
                    ])
            let queries = ports.intake.queries
            #expect(try await queries.request(withdrawn.id, scope: city)?.request.state == .withdrawn)
            #expect(try await queries.request(due.id, scope: city)?.request.workOrder == Deliveries.order(2))
        }
    }

    @Test(
        "an event of a request that is not there fails, and nothing of its batch is applied",
        arguments: IntakePorts.Backend.allCases)
    func unknown(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let receipt = try StorageTests.receipt(try await ports.register())
            let stranger = ServiceRequestID(high: 8, low: 8)
            let verified = Deliveries.verified(receipt.id, order: Deliveries.order(1), version: 1)
            await #expect(throws: UnknownRequest(id: stranger)) {
                try await ports.deliver(
                    verified, Deliveries.verified(stranger, order: Deliveries.order(2), version: 1))
            }
            #expect(try await ports.deliver(verified) == [.applied])
        }
    }

    @Test(
        "the member who took the work on last sees the contact, and staff of the area do",
        arguments: IntakePorts.Backend.allCases)
    func contact(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let receipt = try StorageTests.receipt(try await ports.register())
            let (first, second) = (Deliveries.member(1), Deliveries.member(2))
            let order = Deliveries.order(1)
            func reveal(_ reader: ContactReader) async throws -> String? {
                try await ports.intake.reveal(receipt.id, to: reader, at: ports.clock.now()).name?.text
            }
            await #expect(throws: ChangeFault.notFound) { try await reveal(.member(first)) }
            _ = try await ports.deliver(
                Deliveries.taken(receipt.id, by: first, order: order, version: 1),
                Deliveries.taken(receipt.id, by: second, order: order, version: 2))
            await #expect(throws: ChangeFault.notFound) { try await reveal(.member(first)) }
            #expect(try await reveal(.member(second)) == StorageTests.name)
            #expect(try await reveal(.staff(district, role: "manager", reason: "callback")) == StorageTests.name)
            await #expect(throws: ChangeFault.notFound) {
                try await reveal(.staff(foreign, role: "manager", reason: "callback"))
            }
        }
    }

    @Test("lists come newest first in pages, and are filtered", arguments: IntakePorts.Backend.allCases)
    func lists(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            var ids: [ServiceRequestID] = []
            for number in 0..<3 {
                ports.clock.advance(by: .seconds(1))
                ids.insert(try StorageTests.receipt(try await ports.register("路灯坏了，第\(number)次")).id, at: 0)
            }
            let queries = ports.intake.queries
            #expect(try await queries.requests(RequestFilter(limit: 2), scope: city).map(\.id) == [ids[0], ids[1]])
            let next = RequestFilter(before: ids[1], limit: 2)
            #expect(try await queries.requests(next, scope: city).map(\.id) == [ids[2]])
            for (filter, count) in [
                (RequestFilter(category: Category("城乡建设"), limit: 9), 3),
                (RequestFilter(category: Category("城乡"), limit: 9), 0),
                (RequestFilter(state: .registered, limit: 9), 0),
                (RequestFilter(area: IntakeHarness.code("330411"), limit: 9), 0),
                (RequestFilter(leaderCase: true, limit: 9), 0),
            ] { #expect(try await queries.requests(filter, scope: city).count == count) }
            let phone = try PhoneNumber("138 1234 5678")
            #expect(try await queries.requests(of: phone, limit: 2, scope: district).map(\.id) == [ids[0], ids[1]])
            #expect(try await queries.requests(of: phone, limit: 2, scope: foreign).isEmpty)
        }
    }

    @Test("a phone's requests are found whatever its extension", arguments: IntakePorts.Backend.allCases)
    func extensions(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let receipt = try StorageTests.receipt(try await ports.register(phone: "0573-82512345转801"))
            for typed in ["0573-82512345", "0573-82512345转802"] {
                let found = try await ports.intake.queries.requests(
                    of: PhoneNumber(typed), limit: 9, scope: district)
                #expect(found.map(\.id) == [receipt.id])
            }
        }
    }

    @Test(
        "a requester follows and rates with code and digits, and with nothing else",
        arguments: IntakePorts.Backend.allCases)
    func tracking(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let receipt = try StorageTests.receipt(try await ports.register())
            let (queries, scope) = (ports.intake.queries, ports.intake.scope)
            #expect(try await queries.track(receipt.trackingCode, lastFour: "0000", scope: scope) == nil)
            _ = try await ports.deliver(Deliveries.verified(receipt.id, order: Deliveries.order(1), version: 1))
            _ = try await ports.intake.change(
                .recordCallback(result: .satisfied, resolved: true, asLeader: false), on: .request(receipt.id),
                scope: district, at: ports.clock.now())
            await #expect(throws: ChangeFault.notFound) {
                try await ports.intake.change(
                    .rate(stars: 5), on: .tracked(receipt.trackingCode, lastFour: "0000"), scope: scope,
                    at: ports.clock.now())
            }
            let rated = try await ports.intake.change(
                .rate(stars: 5), on: .tracked(receipt.trackingCode, lastFour: "5678"), scope: scope,
                at: ports.clock.now())
            #expect(rated.stars == 5)
            let tracked = try #require(
                try await queries.track(receipt.trackingCode, lastFour: "5678", scope: scope))
            #expect(tracked.request == rated)
            #expect(
                tracked.steps.map(\.event) == [
                    "registered", "accepted", "callback_due", "called_back", "closed", "rated",
                ])
        }
    }

    @Test("areas are there as they were defined last, and a change is noticed", arguments: IntakePorts.Backend.allCases)
    func areas(backend: IntakePorts.Backend) async throws {
        try await IntakePorts.with(backend) { ports in
            let (queries, scope) = (ports.intake.queries, ports.intake.scope)
            let before = try await queries.areasMark(scope: scope)
            let area = Area(code: IntakeHarness.code("330402007001"), name: "改名", boundary: nil)
            let entry = try Deliveries.entry(Deliveries.area(area, number: 99))
            let outcomes = try await ports.intake.followAreas.handle([
                .init(entry: entry, area: area), .init(entry: entry, area: area),
            ])
            #expect(outcomes == [.applied, .duplicate])
            let table = try await queries.areas(scope: scope)
            #expect(table.mark != before)
            #expect(table.areas.first { $0.code == area.code } == area)
        }
    }
}
