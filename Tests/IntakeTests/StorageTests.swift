import City
import IntakeApplication
import IntakeDomain
import IntakeInbound
import IntakeStorage
import Kernel
import Messaging
import PersonalData
import Postgres
import Reliability
import ServiceTestSupport
import TestSupport
import Testing
import UseCases

@Suite("Registering and changing, on a real database")
struct StorageTests {
    static let phone = "13812345678"
    static let name = "王小明"
    static let address = "中山路10号3幢502室"
    static let words = "门口的路灯坏了三天"

    static func registration(
        _ text: String = words, phone: String? = phone, area: String? = IntakeHarness.grid, category: String? = nil
    ) throws -> Registration {
        Registration(
            channel: .phone, text: try RequestText(title: nil, body: text),
            requester: Requester(
                name: try PersonName(name), phone: try phone.map { try PhoneNumber($0) },
                address: try ServiceAddress(address)), area: area.map(IntakeHarness.code),
            category: category.flatMap { Category($0) })
    }

    static func receipt(_ outcome: RegistrationOutcome) throws -> RegistrationReceipt {
        switch outcome {
        case .registered(let receipt), .replayed(let receipt), .duplicate(let receipt): return receipt
        case .keyMismatch, .inFlight:
            Issue.record("no receipt: \(outcome)")
            throw ChangeFault.notFound
        }
    }

    private func key(_ key: String, body: String = "{}") -> IdempotencyKey {
        IdempotencyKey(owner: "caller", key: key, body: Array(body.utf8))
    }

    private let staff = AccessScope(area: IntakeHarness.city, actor: ActorID(high: 5, low: 5))

    @Test("a request whose category and place are sure is registered and accepted in one transaction")
    func acceptedAtOnce() async throws {
        try await IntakeHarness.with { intake in
            let outcome = try await intake.register(
                Self.registration(), key: nil, actor: nil, at: intake.clock.now())
            let receipt = try Self.receipt(outcome)
            #expect(receipt.state == .accepted)
            #expect(receipt.category?.text == IntakeHarness.category)
            #expect(receipt.area.text == IntakeHarness.grid)
            #expect(receipt.number.text.hasPrefix("20261121-"))
            #expect(try await intake.published() == ["intake.request.registered", "intake.request.accepted"])
        }
    }

    @Test(
        "a request without a sure place waits for a call-taker, whatever its category",
        arguments: [nil, "330402007", "330402"])
    func waits(area: String?) async throws {
        try await IntakeHarness.with { intake in
            let outcome = try await intake.register(
                Self.registration(area: area), key: nil, actor: nil, at: intake.clock.now())
            let receipt = try Self.receipt(outcome)
            #expect(receipt.state == .registered)
            #expect(!receipt.isLocated)
            #expect(try await intake.published() == ["intake.request.registered"])
        }
    }

    @Test("a hundred concurrent registrations with one key have one effect and one answer")
    func oneKey() async throws {
        try await IntakeHarness.with { intake in
            let registration = try Self.registration()
            let outcomes = try await withThrowingTaskGroup(of: RegistrationOutcome.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await intake.register(
                            registration, key: key("k1"), actor: nil, at: intake.clock.now())
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count(where: { if case .registered = $0 { true } else { false } }) == 1)
            let receipts = Set(
                outcomes.compactMap { outcome -> RegistrationReceipt? in
                    switch outcome {
                    case .registered(let receipt), .replayed(let receipt): receipt
                    default: nil
                    }
                })
            #expect(receipts.count == 1)
            #expect(!outcomes.contains(.keyMismatch))
            #expect(try await intake.count("requests") == 1)
            #expect(try await intake.published().count == 2)
            let later = try await intake.register(registration, key: key("k1"), actor: nil, at: intake.clock.now())
            #expect(try later == .replayed(#require(receipts.first)))
        }
    }

    @Test("one key with another body is refused; another caller's same key is another key")
    func otherBody() async throws {
        try await IntakeHarness.with { intake in
            let registration = try Self.registration()
            _ = try await intake.register(registration, key: key("k1"), actor: nil, at: intake.clock.now())
            let other = try await intake.register(
                registration, key: key("k1", body: "{ }"), actor: nil, at: intake.clock.now())
            #expect(other == .keyMismatch)
            let foreign = IdempotencyKey(owner: "another", key: "k1", body: Array("{ }".utf8))
            let second = try await intake.register(registration, key: foreign, actor: nil, at: intake.clock.now())
            #expect(try await intake.count("requests") == 2)
            #expect(try Self.receipt(second).version == Version(value: 2))
        }
    }

    @Test("a key whose holder has not committed is in flight")
    func inFlight() async throws {
        try await IntakeHarness.with { intake in
            let registration = try Self.registration()
            try await PostgresConnection.withConnection(intake.administrator) { other in
                // The name by which a transaction takes the key `k1` of `caller`.
                let lock = AdvisoryLock.idempotencyKey.numbers(of: "\("6.caller.k1")")
                _ = try await other.query("SELECT pg_advisory_lock(\(lock))")
                let outcome = try await intake.register(
                    registration, key: key("k1"), actor: nil, at: intake.clock.now())
                #expect(outcome == .inFlight)
            }
            #expect(try await intake.count("requests") == 0)
        }
    }

    @Test("the same phone and text twice at once, without a key, are one request")
    func doubleSubmit() async throws {
        try await IntakeHarness.with { intake in
            let registration = try Self.registration()
            let outcomes = try await withThrowingTaskGroup(of: RegistrationOutcome.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        var outcome = RegistrationOutcome.inFlight
                        while outcome == .inFlight {
                            outcome = try await intake.register(
                                registration, key: nil, actor: nil, at: intake.clock.now())
                        }
                        return outcome
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(try outcomes.map { try Self.receipt($0).id }).count == 1)
            #expect(try await intake.count("requests") == 1)
            _ = try await intake.register(
                Self.registration("垃圾没有人清"), key: nil, actor: nil, at: intake.clock.now())
            _ = try await intake.register(
                Self.registration(phone: "13900000000"), key: nil, actor: nil, at: intake.clock.now())
            #expect(try await intake.count("requests") == 3)
        }
    }

    @Test("nothing of a person stands readable in any table or event")
    func sealed() async throws {
        try await IntakeHarness.with { intake in
            let outcome = try await intake.register(
                Self.registration(), key: key("k1"), actor: nil, at: intake.clock.now())
            let receipt = try Self.receipt(outcome)
            let tables = try await intake.ask(
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'intake' AND table_type = 'BASE TABLE'",
                as: String.self)
            #expect(tables.contains("requesters"))
            for table in tables {
                for row in try await intake.ask("SELECT t::text FROM intake.\(unescaped: table) t", as: String.self) {
                    for secret in [Self.phone, Self.name, Self.address, Self.words, receipt.trackingCode.text] {
                        let hexadecimal = secret.utf8.map { String($0, radix: 16) }.joined()
                        #expect(!row.contains(secret) && !row.contains(hexadecimal), "\(table) shows a secret")
                    }
                }
            }
            let detail = try #require(try await intake.queries.request(receipt.id, scope: staff))
            #expect(detail.text.body == Self.words)
            #expect(detail.requester.phone?.normalised == "+86" + Self.phone)
        }
    }

    @Test("without an area no row is seen, with another district's neither")
    func areas() async throws {
        try await IntakeHarness.with { intake in
            let receipt = try Self.receipt(
                try await intake.register(Self.registration(), key: nil, actor: nil, at: intake.clock.now()))
            for table in ["requests", "requesters", "texts", "journal"] {
                let seen = try await intake.pool.query("SELECT count(*) FROM \(unescaped: table)").only(Int64.self)
                #expect(seen == 0, "\(table) is seen without a scope")
            }
            let foreign = AccessScope(area: IntakeHarness.code("330411"), actor: ActorID(high: 5, low: 6))
            #expect(try await intake.queries.request(receipt.id, scope: foreign) == nil)
            #expect(try await intake.queries.requests(RequestFilter(limit: 10), scope: foreign).isEmpty)
            await #expect(throws: ChangeFault.notFound) {
                try await intake.change(.withdraw, on: .request(receipt.id), scope: foreign, at: intake.clock.now())
            }
            let own = AccessScope(area: IntakeHarness.code("330402"), actor: ActorID(high: 5, low: 6))
            #expect(try await intake.queries.requests(RequestFilter(limit: 10), scope: own).map(\.id) == [receipt.id])
        }
    }

    @Test("what belongs to a request follows it to the area that it is accepted for")
    func moves() async throws {
        try await IntakeHarness.with { intake in
            let receipt = try Self.receipt(
                try await intake.register(Self.registration(area: nil), key: nil, actor: nil, at: intake.clock.now()))
            let district = AccessScope(area: IntakeHarness.code("330402"), actor: nil)
            #expect(try await intake.queries.request(receipt.id, scope: district) == nil)
            let command = RequestCommand.accept(
                category: try #require(Category(IntakeHarness.category)), urgency: .urgent,
                area: IntakeHarness.code(IntakeHarness.grid))
            _ = try await intake.change(command, on: .request(receipt.id), scope: staff, at: intake.clock.now())
            let detail = try #require(try await intake.queries.request(receipt.id, scope: district))
            #expect(detail.request.state == .accepted)
            #expect(detail.request.located)
            #expect(detail.doubt == nil)
            #expect(detail.text.body == Self.words)
            #expect(
                try await intake.ask("SELECT actor FROM intake.journal WHERE aggregate_version = 2") == [staff.actor])
        }
    }

    @Test("the service can't change what it logged")
    func logsStay() async throws {
        try await IntakeHarness.with { intake in
            for table in ["journal", "contact_reveals"] {
                await #expect(throws: PostgresError.self) {
                    try await intake.pool.query("DELETE FROM \(unescaped: table)")
                }
                await #expect(throws: PostgresError.self) {
                    try await intake.pool.query("UPDATE \(unescaped: table) SET reason = 'other'")
                }
            }
        }
    }

    @Test("a refused command leaves no row behind")
    func rejection() async throws {
        try await IntakeHarness.with { intake in
            let receipt = try Self.receipt(
                try await intake.register(Self.registration(), key: nil, actor: nil, at: intake.clock.now()))
            await #expect(throws: RequestRejection.notPossible(in: .accepted, allowed: [.callbackDue, .withdrawn])) {
                try await intake.change(
                    .recordCallback(result: .satisfied, resolved: true, asLeader: false), on: .request(receipt.id),
                    scope: staff,
                    at: intake.clock.now())
            }
            #expect(try await intake.published().count == 2)
            #expect(try await intake.count("journal") == 2)
        }
    }

    @Test("old answers are forgotten, new ones are not")
    func pruning() async throws {
        try await IntakeHarness.with { intake in
            let registration = try Self.registration()
            _ = try await intake.register(registration, key: key("old"), actor: nil, at: intake.clock.now())
            _ = try await intake.register(registration, key: key("new"), actor: nil, at: intake.clock.now())
            _ = try await intake.ask(
                "UPDATE intake.idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'old' RETURNING 1",
                as: Int32.self)
            #expect(try await intake.store.pruneResponses(olderThan: .seconds(24 * 3_600), scope: staff) == 1)
            #expect(try await intake.ask("SELECT key FROM intake.idempotency_keys", as: String.self) == ["new"])
        }
    }

    @Test("lists come in pages, newest first, and are filtered by category with all below it")
    func pages() async throws {
        try await IntakeHarness.with { intake in
            for number in 0..<5 {
                intake.clock.advance(by: .seconds(1))
                _ = try await intake.register(
                    Self.registration("路灯坏了，第\(number)次"), key: nil, actor: nil, at: intake.clock.now())
            }
            var filter = RequestFilter(limit: 2)
            var seen: [ServiceRequest] = []
            while true {
                let page = try await intake.queries.requests(filter, scope: staff)
                guard let last = page.last else { break }
                seen += page
                filter.before = last.id
            }
            #expect(seen.count == 5)
            #expect(seen.map(\.id) == seen.map(\.id).sorted(by: >))
            for (category, count) in [
                ("城乡建设", 5), ("城乡", 0), ("城乡建设/城市建设和市政管理", 5), (IntakeHarness.category, 5), ("交通运输", 0),
            ] {
                let filter = RequestFilter(category: Category(category), limit: 10)
                #expect(try await intake.queries.requests(filter, scope: staff).count == count)
            }
        }
    }
}
