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
        }
    }

    private func takeUp(_ state: String) async throws {
        let answer = try await client.send(
            "GET", "dispatch", "/v1/work-orders?state=\(state)&limit=200", token: token("dispatcher"), json: nil)
        guard answer.isSuccess else { return }
        let lines = try answer.object().array("items", max: 200) { item in
            (
                id: try item.identifier("id") as WorkOrderID, area: try item.areaCode("responsible_area"),
                holder: try item.optionalIdentifier("holder_id") as MemberID?
            )
        }
        for line in lines {
            switch (state, line.holder) {
            case ("submitted", _): try await people.verify(line.id, attempt: 2)
            case ("unassigned", _): try await people.assign(line.id, area: line.area)
            case (_, let holder?): try await people.work(line.id, member: holder)
            case (_, nil): break
            }
        }
    }

    private func callBack() async throws {
        let answer = try await client.send(
            "GET", "intake", "/v1/callbacks?limit=200", token: token("call-taker"), json: nil)
        guard answer.isSuccess else { return }
        let due = try answer.object().array("items", max: 200) { item in
            (id: try item.identifier("id") as ServiceRequestID, round: Int(try item.integer("round", in: 0...100)))
        }
        for line in due { try await people.callBack(line.id, round: line.round) }
    }
}
