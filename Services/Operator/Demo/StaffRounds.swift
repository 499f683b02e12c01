import Kernel
import Wire

/// What staff and members do when the screen stays quiet: they look at their lists, and take up what was left lying.
struct StaffRounds: Sendable {
    let client: APIClient
    let people: DemoPeople
    let record: DemoRecord
    let token: @Sendable (String) async throws -> String

    /// How long the screen is quiet before somebody looks.
    static let quiet = Duration.seconds(4)

    /// Looks until the task is cancelled.
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
        let answer = try await client.send(
            "GET", "dispatch", "/v1/work-orders?state=\(state)&limit=200", token: token("dispatcher"), json: nil)
        guard answer.isSuccess else { return }
        for line in try answer.object().array("items", max: 200, Line.init(from:)) {
            switch state {
            case "submitted": try await people.verify(line.id, attempt: 2)
            case "unassigned": try await people.assign(line.id, area: line.area)
            default: if let holder = line.holder { try await people.work(line.id, member: holder) }
            }
        }
    }

    private func callBack() async throws {
        let answer = try await client.send(
            "GET", "intake", "/v1/callbacks?limit=200", token: token("call-taker"), json: nil)
        guard answer.isSuccess else { return }
        for line in try answer.object().array("items", max: 200, Due.init(from:)) {
            try await people.callBack(line.id, round: line.round)
        }
    }

    private func callBackAsLeader() async throws {
        let answer = try await client.send(
            "GET", "intake", "/v1/requests?state=callback_due&leader_case=true&limit=200", token: token("manager"),
            json: nil)
        guard answer.isSuccess else { return }
        for id in try answer.object().array(
            "items", max: 200,
            { (item: WireObject) throws(WireError) in try item.identifier("id") as ServiceRequestID })
        { try await people.callBackAsLeader(id) }
    }

    /// A line of the list of work orders.
    private struct Line {
        let id: WorkOrderID
        let area: AreaCode
        let holder: MemberID?

        init(from item: WireObject) throws(WireError) {
            id = try item.identifier("id")
            area = try item.areaCode("responsible_area")
            holder = try item.optionalIdentifier("holder_id")
        }
    }

    /// A line of the list of callbacks that are due.
    private struct Due {
        let id: ServiceRequestID
        let round: Int

        init(from item: WireObject) throws(WireError) {
            id = try item.identifier("id")
            round = Int(try item.integer("round", in: 0...100))
        }
    }
}
