import City
import DispatchContract
import IntakeApplication
import IntakeDomain
import IntakeInbound
import Kernel
import Messaging
import Postgres
import ServiceTestSupport
import Testing
import Wire

@Suite("Messages that come in")
struct DeliveryTests {
    private static let good = Form.located

    private func commands(_ intake: IntakeHarness) -> CommandHandler {
        CommandHandler(register: intake.register, clock: intake.clock)
    }

    private func orders(_ intake: IntakeHarness) -> WorkOrderHandler {
        intake.workOrders
    }

    private func registered(_ intake: IntakeHarness) async throws -> ServiceRequestID {
        let outcome = try await intake.register(
            StorageTests.registration(), key: nil, actor: nil, at: intake.clock.now())
        return try StorageTests.receipt(outcome).id
    }

    @Test("a pushed command registers a request; a bad one is refused with its reason and the good ones go on")
    func mixedBatch() async throws {
        try await IntakeHarness.with { intake in
            let outcomes = try await commands(intake).handle([
                Deliveries.command(Self.good), Deliveries.command("not json"),
                Deliveries.command(Self.good), Deliveries.command("{\"channel\":\"phone\"}"),
                Deliveries.command(Self.good, id: nil), Deliveries.command(Self.good, id: "17"),
                Deliveries.command(Self.good, type: "intake.command.erase"), Deliveries.command(Self.good, type: nil),
                Deliveries.command(Self.good, version: 2), Deliveries.command(Self.good, version: 1),
                Deliveries.command(Self.good, id: "\0"), Deliveries.command(Self.good, version: 0),
                Deliveries.command(Self.good, headers: ["cloudEvents:schemaversion": .string("2")]),
            ])
            #expect(
                outcomes == [
                    .applied, .refused(Refusal(.body, "syntax (byte 0)")), .applied,
                    .refused(Refusal(.body, "missing at requester.phone")),
                    .refused(Refusal(.missing("message_id"))),
                    .refused(Refusal(.malformed("message_id"))), .refused(.unknownType),
                    .refused(.unknownType), .refused(.newerVersion),
                    .applied, .refused(Refusal(.malformed("message_id"))),
                    .refused(Refusal(.version, "malformed")), .refused(Refusal(.version, "malformed")),
                ])
            #expect(try await intake.count("requests") == 3)
        }
    }

    @Test("a member that a newer sender added is passed over")
    func newerMinor() async throws {
        try await IntakeHarness.with { intake in
            let body = Self.good.dropLast() + ",\"mood\":\"calm\"}"
            let outcomes = try await commands(intake).handle([Deliveries.command(String(body))])
            #expect(outcomes == [.applied])
        }
    }

    @Test("a command that comes twice has one effect; its id with another body is refused")
    func twice() async throws {
        try await IntakeHarness.with { intake in
            let id = Identifier<MessageTag>(high: 1, low: 1).description
            let first = Deliveries.command(Self.good, id: id)
            #expect(try await commands(intake).handle([first, first]) == [.applied, .duplicate])
            let again = Deliveries.command(Self.good, id: id, redelivered: true)
            #expect(try await commands(intake).handle([again]) == [.duplicate])
            let other = try await commands(intake).handle([Deliveries.command(Form.placeless, id: id)])
            guard case .refused = try #require(other.first) else {
                Issue.record("another body under the same id was taken: \(other)")
                return
            }
            #expect(try await intake.count("requests") == 1)
            #expect(try await intake.published().count == 2)
        }
    }

    @Test(
        "the sender's clock and a malformed trace change nothing", arguments: [0, 1, 253_402_300_799, nil] as [UInt64?])
    func senderClock(timestamp: UInt64?) async throws {
        try await IntakeHarness.with { intake in
            let delivery = Deliveries.command(
                Self.good, timestamp: timestamp, headers: ["traceparent": .string("zz-not-a-trace")])
            let outcomes = try await commands(intake).handle([delivery])
            #expect(outcomes == [.applied])
            #expect(try await intake.ask("SELECT registered_at FROM intake.requests") == [intake.clock.now()])
        }
    }

    @Test("a verification makes the callback due once, however often it comes")
    func verification() async throws {
        try await IntakeHarness.with { intake in
            let id = try await registered(intake)
            let verified = Deliveries.verified(id, order: Deliveries.order(1), version: 1)
            #expect(try await orders(intake).handle([verified]) == [.applied])
            #expect(try await orders(intake).handle([verified, verified]) == [.duplicate, .duplicate])
            #expect(try await intake.published().count(where: { $0 == "intake.request.callback_due" }) == 1)
        }
    }

    @Test("events of one work order that come in the wrong order are applied in the right one")
    func outOfOrder() async throws {
        try await IntakeHarness.with { intake in
            let id = try await registered(intake)
            let taken = Deliveries.taken(id, by: Deliveries.member(1), order: Deliveries.order(1), version: 1)
            let verified = Deliveries.verified(id, order: Deliveries.order(1), version: 2)
            #expect(try await orders(intake).handle([verified]) == [.held])
            #expect(try await intake.ask("SELECT state FROM intake.requests", as: String.self) == ["accepted"])
            #expect(try await orders(intake).handle([taken]) == [.applied])
            #expect(try await intake.count("grants") == 1)
            #expect(try await intake.count("inbox_waiting") == 1)
        }
    }

    @Test("events that nobody here needs are counted by the gate and change nothing")
    func others() async throws {
        try await IntakeHarness.with { intake in
            let id = try await registered(intake)
            let order = Deliveries.order(1)
            let cancelled = Deliveries.event(WorkOrderCancelled(requestID: id), of: order, version: 1, schemaVersion: 9)
            let verified = Deliveries.verified(id, order: order, version: 2)
            #expect(try await orders(intake).handle([cancelled, verified]) == [.applied, .applied])
            #expect(try await intake.ask("SELECT state FROM intake.requests", as: String.self) == ["callback_due"])
        }
    }

    @Test("an event that can't be understood, or is not from here, is refused and the others go on")
    func refusedEvents() async throws {
        try await IntakeHarness.with { intake in
            let id = try await registered(intake)
            let message = WorkOrderAccepted(requestID: id, memberID: Deliveries.member(1), offerID: nil)
            func event(
                _ number: UInt64, source: String = "dispatch", area: String = "330402", schemaVersion: Int? = nil,
                type: String? = nil, body: [UInt8]? = nil
            ) -> Delivery {
                Deliveries.event(
                    message, of: Deliveries.order(number), version: 1, source: source, area: area,
                    schemaVersion: schemaVersion, type: type, body: body)
            }
            let outcomes = try await orders(intake).handle([
                event(1, source: "registry"), event(2, area: "320102"), event(3, schemaVersion: 2),
                event(4, type: "dispatch.workorder.dreamt"), event(5, body: Array("{}".utf8)),
                event(6, body: Array("\u{1F}gzip".utf8)), event(7),
            ])
            #expect(
                outcomes == [
                    .refused(.foreignSource), .refused(.foreignArea), .refused(.newerVersion), .refused(.unknownType),
                    .refused(Refusal(.body, "missing at request_id")), .refused(Refusal(.body, "syntax (byte 0)")),
                    .applied,
                ])
        }
    }

    @Test("an event of a request that was never registered is not swallowed")
    func unknownRequest() async throws {
        try await IntakeHarness.with { intake in
            let stranger = ServiceRequestID(high: 8, low: 8)
            await #expect(throws: (any Error).self) {
                try await orders(intake).handle([Deliveries.verified(stranger, order: Deliveries.order(1), version: 1)])
            }
            let applied = try await intake.count("inbox")
            #expect(applied == 4)
        }
    }

    @Test("a change that is committed after one with a later moment is found as well")
    func lateAreas() async throws {
        try await IntakeHarness.with { intake in
            try await intake.directory.refresh()
            let point = try #require(GeoPoint(latitude: 30.725, longitude: 120.725))
            #expect(intake.directory.map.smallestArea(at: point)?.text == IntakeHarness.grid)
            _ = try await intake.ask(
                """
                UPDATE intake.areas SET boundary = '{}', changed_at = changed_at - interval '1 microsecond'
                WHERE code = '330402007001001' RETURNING 1
                """, as: Int32.self)
            try await intake.directory.refresh()
            #expect(intake.directory.map.smallestArea(at: point)?.text == "330402007001")
        }
    }

    @Test("an area that another process took is found once the table is read again")
    func areasElsewhere() async throws {
        try await IntakeHarness.with { intake in
            _ = try await intake.ask(
                """
                INSERT INTO intake.areas (code, name, boundary)
                VALUES ('330402007001003', 'new', '{30.74,120.74,30.74,120.75,30.75,120.75,30.75,120.74}') RETURNING 1
                """, as: Int32.self)
            let point = try #require(GeoPoint(latitude: 30.745, longitude: 120.745))
            #expect(intake.directory.map.smallestArea(at: point) == nil)
            try await intake.directory.refresh()
            #expect(intake.directory.map.smallestArea(at: point)?.text == "330402007001003")
        }
    }
}
