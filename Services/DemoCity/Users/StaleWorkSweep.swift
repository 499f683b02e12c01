import City
import Kernel
import Wire

/// What staff and members do when the screen stays quiet: they look at their lists, and take up what was left lying.
struct StaleWorkSweep: Sendable {
    let client: APIClient
    let users: SimulatedUsers
    let record: DemoRecord
    let planIndex: PlanIndex
    /// Whether requests from before the run are worked on as well.
    let takesAll: Bool

    /// How long no event came before the lists are read.
    static let quiet = Duration.seconds(4)

    /// Sweeps until the task is cancelled.
    func run() async throws {
        while true {
            try await Task.sleep(for: Self.quiet)
            guard await ContinuousClock.now - record.lastProgress > Self.quiet else { continue }
            for state in ["accepted", "working", "rework", "submitted", "unassigned"] { try await takeUp(state) }
            try await callBack()
            try await callBackAsLeader()
        }
    }

    private func takeUp(_ state: String) async throws {
        let lines = try await list(
            "dispatch", "/v1/work-orders?state=\(state)&limit=200", as: "dispatcher", Line.init(from:))
        try await each(lines, of: \.request) { line in
            let key = try await planIndex.key(of: line.request, round: line.round)
            switch state {
            case "submitted":
                guard let reworks = try await reworks(of: line.id) else { return }
                try await users.verify(line.id, key.attempt(reworks + 1))
            case "unassigned": try await users.assign(line.id, key, area: line.area)
            default: if let holder = line.holder { try await users.work(line.id, member: holder, key) }
            }
        }
    }

    private func callBack() async throws {
        let due = try await list("intake", "/v1/callbacks?limit=200", as: "call-taker", Due.init(from:))
        try await each(due, of: \.id) { line in
            let key = try await planIndex.key(of: line.id, round: line.round)
            try await users.callBack(line.id, key.attempt(line.attempts + 1))
        }
    }

    private func callBackAsLeader() async throws {
        let due = try await list(
            "intake", "/v1/requests?state=callback_due&leader_case=true&limit=200", as: "manager", Due.init(from:))
        try await each(due, of: \.id) { line in
            try await users.callBackAsLeader(line.id, planIndex.key(of: line.id, round: line.round))
        }
    }

    /// How often the order's result was sent back.
    private func reworks(of order: WorkOrderID) async throws -> Int? {
        let answer = try await client.send(
            "GET", "dispatch", "/v1/work-orders/\(order)", token: users.token("dispatcher"), json: nil)
        guard answer.isSuccess else { return nil }
        return Int(try answer.object().integer("reworks", in: 0...1000))
    }

    /// The first page of a list; empty where it cannot be read now.
    private func list<Element: Sendable>(
        _ service: String, _ path: String, as role: String, _ read: (WireObject) throws(WireError) -> Element
    ) async throws -> [Element] {
        let answer = try await client.send("GET", service, path, token: users.token(role), json: nil)
        return answer.isSuccess ? try answer.object().array("items", max: 200, read) : []
    }

    /// Everybody takes up a line of the list at once.
    private func each<Element: Sendable>(
        _ lines: [Element], of request: (Element) -> ServiceRequestID,
        _ body: @escaping @Sendable (Element) async throws -> Void
    ) async throws {
        var ours: [Element] = []
        for line in lines {
            if takesAll {
                ours.append(line)
            } else if await planIndex.isOfThisRun(request(line)) {
                ours.append(line)
            }
        }
        try await withThrowingDiscardingTaskGroup { group in
            for line in ours { group.addTask { try await body(line) } }
        }
    }

    /// A line of the list of work orders.
    private struct Line {
        let id: WorkOrderID
        let request: ServiceRequestID
        let round: Int
        let area: AreaCode
        let holder: MemberID?

        init(from item: WireObject) throws(WireError) {
            id = try item.identifier("id")
            request = try item.identifier("request_id")
            round = Int(try item.integer("round", in: 1...1000))
            area = try item.areaCode("responsible_area")
            holder = try item.optionalIdentifier("holder_id")
        }
    }

    /// A line of the list of callbacks that are due.
    private struct Due {
        let id: ServiceRequestID
        let round: Int
        let attempts: Int

        init(from item: WireObject) throws(WireError) {
            id = try item.identifier("id")
            round = Int(try item.integer("round", in: 0...100))
            attempts = Int(try item.integer("attempts", in: 0...1000))
        }
    }
}
