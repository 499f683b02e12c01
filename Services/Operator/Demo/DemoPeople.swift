import Kernel
import Wire

/// The people of the demo: what each does when the screen or the phone tells of work.
///
/// All of it goes through the APIs.
struct DemoPeople: Sendable {
    let client: APIClient
    let issuer: TokenIssuer
    let city: DemoCity
    /// The registry's identifiers by member number.
    let members: [String: MemberID]
    let categories: [String]
    let record: DemoRecord
    let chance: Chance
    /// Longest time to think.
    ///
    /// Units: milliseconds.
    let thinking: Int

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
    func triage(_ request: ServiceRequestID, area: AreaCode) async throws {
        try await Task.sleep(for: chance.pause(thinking, "triage", request))
        let token = try await token("call-taker")
        let path = "/v1/requests/\(request)"
        if chance.happens(4, "hand-over", request) {
            _ = try await client.send("POST", "intake", "\(path)/hand-over", token: token) { writer in
                writer.field("authority", "110")
            }
            return
        }
        if chance.happens(4, "refuse", request) {
            _ = try await client.send("POST", "intake", "\(path)/refuse", token: token) { writer in
                writer.field("reason", "not_in_remit")
            }
            return
        }
        let grids = city.grids.filter { area.contains($0.code) }
        let place = grids.isEmpty ? city.grids : grids
        let grid = place[chance.below(place.count, "grid", request)].code
        let category = categories[chance.below(categories.count, "category", request)]
        // The version read is named with the decision, so that two call-takers do not decide on the same request.
        let read = try await client.send("GET", "intake", path, token: token, json: nil)
        guard read.isSuccess else { return }
        let version = try read.object().integer("version", in: 1...Int64.max)
        let json: @Sendable (inout ObjectWriter) -> Void = { writer in
            writer.field("category", category)
            writer.field("area", grid)
            writer.field("urgency", "general")
        }
        _ = try await client.send("POST", "intake", "\(path)/accept", token: token, json: json, version: version)
    }

    /// The callback after the work was verified.
    func callBack(_ request: ServiceRequestID, round: Int) async throws {
        try await Task.sleep(for: chance.pause(thinking, "callback", request))
        let luck = chance.below(100, "callback\(round)", request)
        let (result, resolved) =
            switch luck {
            case ..<80: ("satisfied", true)
            case ..<93: ("basically_satisfied", true)
            case ..<97: ("dissatisfied", false)
            default: ("unreachable", false)
            }
        try await record(result, resolved: resolved, of: request, as: "call-taker")
    }

    /// A case that was reopened too often is its leader's: the leader goes there, and then calls back.
    func callBackAsLeader(_ request: ServiceRequestID) async throws {
        try await Task.sleep(for: chance.pause(thinking, "leader", request))
        try await record("basically_satisfied", resolved: true, of: request, as: "manager")
    }

    private func record(
        _ result: String, resolved: Bool, of request: ServiceRequestID, as role: String
    ) async throws {
        _ = try await client.send(
            "POST", "intake", "/v1/requests/\(request)/callbacks", token: token(role)
        ) { writer in
            writer.field("result", result)
            writer.field("resolved", resolved)
        }
    }

    // MARK: Members

    /// Looking at an offer takes its time.
    func think(about offer: OfferID) async throws {
        try await Task.sleep(for: chance.pause(thinking, "offer", offer))
    }

    /// An offer on a member's phone: taken, declined, or not looked at.
    ///
    /// - Parameter isShown: whether the phone still shows it.
    func answer(offer: OfferID, member: MemberID, isShown: @escaping @Sendable () async -> Bool) async throws {
        switch chance.below(100, "answer", offer) {
        case ..<75:
            _ = try await client.send(
                "POST", "dispatch", "/v1/offers/\(offer)/accept", token: token(member: member), json: nil,
                isWanted: isShown)
        case ..<88:
            let json: @Sendable (inout ObjectWriter) -> Void = { $0.field("reason", "busy") }
            _ = try await client.send(
                "POST", "dispatch", "/v1/offers/\(offer)/decline", token: token(member: member), json: json,
                isWanted: isShown)
        default: break
        }
    }

    /// The member goes, works and reports.
    func work(_ order: WorkOrderID, member: MemberID) async throws {
        let token = try await token(member: member)
        try await Task.sleep(for: chance.pause(thinking, "way", order))
        _ = try await client.send("POST", "dispatch", "/v1/work-orders/\(order)/arrive", token: token, json: nil)
        try await Task.sleep(for: chance.pause(thinking, "work", order))
        try await submit(order, member: member)
    }

    /// The member reports the result.
    func submit(_ order: WorkOrderID, member: MemberID) async throws {
        let solvable = !chance.happens(3, "solvable", order)
        let quarters = 2 + chance.below(10, "hours", order)
        _ = try await client.send(
            "POST", "dispatch", "/v1/work-orders/\(order)/submit", token: token(member: member)
        ) { writer in
            writer.field("result", solvable ? "solved" : "not_solvable")
            writer.field("quarter_hours", quarters)
            if !solvable { writer.field("explanation", "需要规划部门立项，已向当事人说明并登记。") }
        }
    }

    // MARK: Verifiers and units

    /// Somebody other than the handler looks at the result; now and then it has to be done again.
    func verify(_ order: WorkOrderID, attempt: Int) async throws {
        try await Task.sleep(for: chance.pause(thinking, "verify", order))
        let passed = attempt > 1 || !chance.happens(5, "passes", order)
        _ = try await client.send(
            "POST", "dispatch", "/v1/work-orders/\(order)/verify", token: token("verifier")
        ) { writer in
            writer.field("passed", passed)
            if !passed { writer.field("reason", "no_evidence") }
        }
    }

    /// A unit's dispatcher gives an order that nobody took to a member by hand: one with the skill, near if there is one.
    func assign(_ order: WorkOrderID, area: AreaCode) async throws {
        try await Task.sleep(for: chance.pause(thinking, "assign", order))
        let token = try await token("dispatcher")
        let read = try await client.send("GET", "dispatch", "/v1/work-orders/\(order)", token: token, json: nil)
        guard read.isSuccess else { return }
        let skill = try read.object().optionalString("skill")
        let able = city.members.filter { member in skill.map { member.skills.contains($0) } ?? true }
        let near = able.filter { area.contains($0.home) }
        let start = chance.below(max(1, able.count), "assignee", order)
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
        guard let entry = await record.entry(request), let code = entry.trackingCode, !entry.isRated,
            chance.happens(60, "rates", request)
        else { return }
        let stars = 3 + chance.below(3, "stars", request)
        let answer = try await client.send("POST", "intake", "/v1/public/ratings", token: nil) { writer in
            writer.field("code", code)
            writer.field("phone_last4", entry.phoneLast4)
            writer.field("stars", stars)
        }
        if answer.isSuccess || answer.status == 409 { await record.rated(request) }
    }
}
