import City
import Kernel
import SuiteControl
import Wire

/// The simulated users of the demo: what each does when an event brings work.
///
/// All of it goes through the APIs.
struct SimulatedUsers: Sendable {
    let client: APIClient
    let issuer: TokenIssuer
    let city: SimulatedCity
    /// The registry's identifiers by member number.
    let members: [String: MemberID]
    /// The numbers by identifier.
    private let numbers: [MemberID: String]
    let categories: [String]
    let record: DemoRecord
    let random: SeededRandom
    /// Longest time to think.
    ///
    /// Units: milliseconds.
    let thinking: Int
    /// Whether some members never look at an offer; without them no wave has to run out.
    let someStaySilent: Bool

    init(
        client: APIClient, issuer: TokenIssuer, city: SimulatedCity, members: [String: MemberID], categories: [String],
        record: DemoRecord, random: SeededRandom, thinking: Int, someStaySilent: Bool
    ) {
        self.client = client
        self.issuer = issuer
        self.city = city
        self.members = members
        numbers = Dictionary(members.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        self.categories = categories
        self.record = record
        self.random = random
        self.thinking = thinking
        self.someStaySilent = someStaySilent
    }

    /// The number of a member, as the city's table has it.
    func number(of member: MemberID) -> String { numbers[member] ?? member.description }

    private static func staff(_ role: String) -> String {
        Identifier<ActorTag>.derived(from: "role:\(role)", in: TokenRoles.namespace).description
    }

    /// A token of the staff of a role.
    func token(_ role: String) async throws -> String {
        try await issuer.token(subject: Self.staff(role), roles: [role], area: city.city)
    }

    private func token(member: MemberID) async throws -> String {
        try await issuer.token(subject: member.description, roles: ["member"], area: city.city)
    }

    // MARK: Call-takers

    /// Triage of what the lexicon or the map was not sure of: mostly accepted, some handed over or refused.
    func triage(_ request: ServiceRequestID, _ key: DrawKey, area: AreaCode) async throws {
        try await Task.sleep(for: random.pause(thinking, "triage", key))
        let token = try await token("call-taker")
        let path = "/v1/requests/\(request)"
        // The version read is named with the decision, so that two call-takers do not decide on the same request.
        let read = try await client.send("GET", "intake", path, token: token, json: nil)
        guard read.isSuccess else { return }
        let version = try read.object().integer("version", in: 1...Int64.max)
        if random.happens(4, "hand-over", key) {
            let json: @Sendable (inout ObjectWriter) -> Void = { writer in writer.field("authority", "110") }
            _ = try await client.send("POST", "intake", "\(path)/hand-over", token: token, json: json, version: version)
            return
        }
        if random.happens(4, "refuse", key) {
            let json: @Sendable (inout ObjectWriter) -> Void = { writer in writer.field("reason", "not_in_remit") }
            _ = try await client.send("POST", "intake", "\(path)/refuse", token: token, json: json, version: version)
            return
        }
        let grids = city.grids.filter { area.contains($0.code) }
        let choices = grids.isEmpty ? city.grids : grids
        let grid = choices[random.below(choices.count, "grid", key)].code
        let category = categories[random.below(categories.count, "category", key)]
        let json: @Sendable (inout ObjectWriter) -> Void = { writer in
            writer.field("category", category)
            writer.field("area", grid)
            writer.field("urgency", "general")
        }
        _ = try await client.send("POST", "intake", "\(path)/accept", token: token, json: json, version: version)
    }

    /// The callback after the work was verified.
    func callBack(_ request: ServiceRequestID, _ key: DrawKey) async throws {
        try await Task.sleep(for: random.pause(thinking, "callback", key))
        let (result, resolved) =
            switch random.below(100, "callback result", key) {
            case ..<80: ("satisfied", true)
            case ..<93: ("basically_satisfied", true)
            case ..<97: ("dissatisfied", false)
            default: ("unreachable", false)
            }
        try await record(result, resolved: resolved, of: request, round: key.round, as: "call-taker")
    }

    /// A case that was reopened too often is its leader's: the leader goes there, and then calls back.
    func callBackAsLeader(_ request: ServiceRequestID, _ key: DrawKey) async throws {
        try await Task.sleep(for: random.pause(thinking, "leader", key))
        try await record(
            "basically_satisfied", resolved: true, of: request, round: key.round, as: "manager")
    }

    private func record(
        _ result: String, resolved: Bool, of request: ServiceRequestID, round: Int, as role: String
    ) async throws {
        let answer = try await client.send(
            "POST", "intake", "/v1/requests/\(request)/callbacks", token: token(role)
        ) { writer in
            writer.field("result", result)
            writer.field("resolved", resolved)
        }
        guard answer.isSuccess else { return }
        let called = AcknowledgedWrites.Round(request: request, round: round)
        await record.acknowledge { writes in
            if result == "unreachable" {
                writes.unreachable[called, default: 0] += 1
            } else {
                writes.reached.insert(called)
            }
        }
    }

    // MARK: Members

    /// Looking at an offer takes its time.
    func think(about key: DrawKey) async throws {
        try await Task.sleep(for: random.pause(thinking, "offer", key))
    }

    /// An offer on a member's phone: taken, declined, or not looked at.
    ///
    /// - Parameter isShown: whether the phone still shows it.
    func answer(
        offer: OfferID, member: MemberID, _ key: DrawKey, isShown: @escaping @Sendable () async -> Bool
    ) async throws {
        switch choice(key) {
        case .take:
            let answer = try await client.send(
                "POST", "dispatch", "/v1/offers/\(offer)/accept", token: token(member: member), json: nil,
                isWanted: isShown)
            if answer.isSuccess { await record.acknowledge { $0.accepted.insert(offer) } }
        case .decline:
            let json: @Sendable (inout ObjectWriter) -> Void = { $0.field("reason", "busy") }
            _ = try await client.send(
                "POST", "dispatch", "/v1/offers/\(offer)/decline", token: token(member: member), json: json,
                isWanted: isShown)
        case .silence: break
        }
    }

    /// What a member does about an offer.
    enum Choice: Equatable, Sendable {
        case take, decline, silence
    }

    /// A member's choice on the key of an offer.
    func choice(_ key: DrawKey) -> Choice {
        switch random.below(100, "answer", key) {
        case ..<75: .take
        case ..<88: .decline
        default: someStaySilent ? .silence : .decline
        }
    }

    /// The member goes, works and reports.
    func work(_ order: WorkOrderID, member: MemberID, _ key: DrawKey) async throws {
        let token = try await token(member: member)
        try await Task.sleep(for: random.pause(thinking, "way", key))
        _ = try await client.send("POST", "dispatch", "/v1/work-orders/\(order)/arrive", token: token, json: nil)
        try await Task.sleep(for: random.pause(thinking, "work", key))
        try await submit(order, member: member, key)
    }

    /// The member reports the result.
    func submit(_ order: WorkOrderID, member: MemberID, _ key: DrawKey) async throws {
        let solvable = !random.happens(3, "solvable", key)
        let quarters = 2 + random.below(10, "hours", key)
        let answer = try await client.send(
            "POST", "dispatch", "/v1/work-orders/\(order)/submit", token: token(member: member)
        ) { writer in
            writer.field("result", solvable ? "solved" : "not_solvable")
            writer.field("quarter_hours", quarters)
            if !solvable { writer.field("explanation", "需要规划部门立项，已向当事人说明并登记。") }
        }
        if answer.isSuccess { await record.acknowledge { $0.submitted.insert(order) } }
    }

    // MARK: Verifiers and units

    /// Somebody other than the handler looks at the result; now and then it has to be done again.
    func verify(_ order: WorkOrderID, _ key: DrawKey) async throws {
        try await Task.sleep(for: random.pause(thinking, "verify", key))
        let passed = key.attempt > 1 || !random.happens(5, "passes", key)
        let answer = try await client.send(
            "POST", "dispatch", "/v1/work-orders/\(order)/verify", token: token("verifier")
        ) { writer in
            writer.field("passed", passed)
            if !passed { writer.field("reason", "no_evidence") }
        }
        if passed, answer.isSuccess { await record.acknowledge { $0.verified.insert(order) } }
    }

    /// A unit's dispatcher gives an order that nobody took to a member by hand: one with the skill, near if there is one.
    func assign(_ order: WorkOrderID, _ key: DrawKey, area: AreaCode) async throws {
        try await Task.sleep(for: random.pause(thinking, "assign", key))
        let token = try await token("dispatcher")
        let read = try await client.send("GET", "dispatch", "/v1/work-orders/\(order)", token: token, json: nil)
        guard read.isSuccess else { return }
        let skill = try read.object().optionalString("skill")
        let able = city.members.filter { member in skill.map { member.skills.contains($0) } ?? true }
        let near = able.filter { area.contains($0.home) }
        let start = random.below(max(1, able.count), "assignee", key)
        for member in near + able[start...] + able[..<start] {
            let answer = try await client.send(
                "POST", "dispatch", "/v1/work-orders/\(order)/assign", token: token
            ) { writer in writer.field("member_id", members[member.number]) }
            // A barred member is passed over; anything else is the end of it.
            guard answer.status == 409, String(decoding: answer.body, as: UTF8.self).contains("member-barred") else {
                return
            }
        }
    }

    // MARK: Residents

    /// The resident rates with the tracking code and the last four digits of the phone.
    func rate(_ request: ServiceRequestID) async throws {
        guard let entry = await record.entry(request), let code = entry.trackingCode else { return }
        let key = DrawKey(request: entry.number)
        guard random.happens(60, "rates", key) else { return }
        let stars = 3 + random.below(3, "stars", key)
        let answer = try await client.send("POST", "intake", "/v1/public/ratings", token: nil) { writer in
            writer.field("code", code)
            writer.field("phone_last4", entry.phoneLast4)
            writer.field("stars", stars)
        }
        if answer.isSuccess { await record.acknowledge { $0.rated[request] = stars } }
    }
}
