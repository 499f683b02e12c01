import City
import DispatchDomain
import Kernel
import Postgres

/// The row of a work order, without its offers and clocks.
enum WorkOrderRow {
    static let columns = """
        id, request_id, round, category, urgency, area, skill, requires_certificate, difficulty, profession, \
        limit_kind, limit_value, registered_at, issued_at, conflicted, version, state, level, wave, waves_in_pass, \
        considered, shortfall, holder, released, waiting_since, result, quarter_hours, explanation, verifier, reworks, \
        red_steps
        """

    static func order(_ row: Row, offers: [Offer], clocks: [OrderClock]) throws -> WorkOrder {
        guard let level = AreaCode.Level(rawValue: try row.int(at: 17)) else {
            throw StoredRowFault(column: "level", type: AreaCode.Level.self)
        }
        let progress = WorkOrderProgress(
            try row.code(at: 16), holder: try row.decode(at: 22), submission: try submission(row),
            verifier: try row.decode(at: 28), waitingSince: try row.decode(at: 24))
        guard let progress else { throw StoredRowFault(column: "state", type: WorkOrderProgress.self) }
        return WorkOrder(
            id: try row.decode(at: 0), terms: try terms(row), version: try row.decode(at: 15), progress: progress,
            level: level, offers: offers, wave: try row.int(at: 18), wavesInPass: try row.int(at: 19),
            lastMatch: MatchSummary(
                considered: try row.int(at: 20), shortfall: try Shortfall.read(row.decode(at: 21))),
            released: Set(try row.decode([MemberID].self, at: 23)), reworks: try row.int(at: 29),
            overdueEscalations: try row.int(at: 30), clocks: clocks)
    }

    private static func terms(_ row: Row) throws -> WorkOrderTerms {
        WorkOrderTerms(
            request: try row.decode(at: 1), round: try row.int(at: 2), category: try row.decode(at: 3),
            urgency: try row.code(at: 4), area: try row.decode(at: 5),
            responsibility: Responsibility(
                skill: try row.decode(at: 6), requiresCertificate: try row.decode(at: 7),
                difficulty: try row.int(at: 8), profession: try row.int(at: 9),
                limit: try CategoryLimit(kind: row.decode(at: 10), value: row.int(at: 11))),
            registeredAt: try row.decode(at: 12), issuedAt: try row.decode(at: 13),
            conflicted: Set(try row.decode([MemberID].self, at: 14)))
    }

    private static func submission(_ row: Row) throws -> Submission? {
        guard let result = try row.optionalCode(ResultCode.self, at: 25),
            let quarterHours = try row.decode(Int32?.self, at: 26)
        else { return nil }
        return Submission(
            stored: result, quarterHours: Int(quarterHours), explanation: try row.decode(at: 27))
    }
}

/// Which gate kept how many out, as `busy:3,exempt:1`.
enum Shortfall {
    static func text(_ shortfall: [Gate: Int]) -> String {
        Gate.allCases.compactMap { gate in shortfall[gate].map { "\(gate.rawValue):\($0)" } }.joined(separator: ",")
    }

    static func read(_ text: String) throws -> [Gate: Int] {
        var shortfall: [Gate: Int] = [:]
        for part in text.split(separator: ",") {
            let pair = part.split(separator: ":")
            guard pair.count == 2, let gate = Gate(rawValue: String(pair[0])), let count = Int(pair[1]) else {
                throw StoredRowFault(column: "shortfall", type: Gate.self)
            }
            shortfall[gate] = count
        }
        return shortfall
    }
}
