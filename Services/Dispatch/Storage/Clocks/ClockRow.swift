import City
import DispatchDomain
import Kernel
import Postgres
import WorkingTime

/// The rows of the clocks' journals.
enum ClockRow {
    static let columns = """
        work_order_id, clock, number, action, at, policy, limit_kind, limit_value, yellow_at, red_at
        """

    /// Puts the clocks of each order together, by kind and number.
    ///
    /// - Parameter rows: by order, clock, number and sequence.
    static func byOrder(_ rows: Rows, limits: ClockLimits) throws -> [WorkOrderID: [OrderClock]] {
        var clocks: [WorkOrderID: [OrderClock]] = [:]
        var open: Draft?
        func close() throws {
            guard let draft = open else { return }
            clocks[draft.order, default: []].append(try draft.clock())
        }
        for row in rows {
            let order = try row.decode(WorkOrderID.self, at: 0)
            let kind = try row.code(ClockKind.self, at: 1)
            let number = try row.int(at: 2)
            if open?.order != order || open?.kind != kind || open?.number != number {
                try close()
                open = try Draft(order: order, kind: kind, number: number, start: row, limits: limits)
            } else {
                try open?.add(row)
            }
        }
        try close()
        return clocks.mapValues { $0.sorted { $0.isBefore($1) } }
    }

    private struct Draft {
        let order: WorkOrderID
        let kind: ClockKind
        let number: Int
        let yellowAt: Timestamp
        let redAt: Timestamp
        private var entries: [ClockEntry]
        private var turns: [OrderClock.Turn] = []

        init(order: WorkOrderID, kind: ClockKind, number: Int, start row: Row, limits: ClockLimits) throws {
            self.order = order
            self.kind = kind
            self.number = number
            yellowAt = try row.decode(at: 8)
            redAt = try row.decode(at: 9)
            let limit = try TimeLimit(kind: row.decode(at: 6), value: row.decode(at: 7))
            entries = [
                ClockEntry(
                    .start(policy: limits.policy(version: try row.decode(at: 5)), limit: limit),
                    at: try row.decode(at: 4))
            ]
        }

        mutating func add(_ row: Row) throws {
            let at = try row.decode(Timestamp.self, at: 4)
            switch try row.decode(String.self, at: 3) {
            case "stop": entries.append(ClockEntry(.stop, at: at))
            case "yellow": turns.append(OrderClock.Turn(.yellow, at: at))
            case "red": turns.append(OrderClock.Turn(.red, at: at))
            default: throw StoredRowFault(column: "action", type: ClockEntry.self)
            }
        }

        func clock() throws -> OrderClock {
            OrderClock(
                kind, number: number, journal: try ClockJournal(replaying: entries), yellowAt: yellowAt, redAt: redAt,
                turns: turns)
        }
    }
}

/// A journal line that is to be stored.
struct ClockLine {
    let order: WorkOrderID
    let area: AreaCode
    let clock: ClockKind
    let number: Int
    let seq: Int
    let action: String
    let at: Timestamp
    var policy: String?
    var limitKind: String?
    var limitValue: Int64?
    var yellowAt: Timestamp?
    var redAt: Timestamp?

    /// The lines that a change added to the journals of an order.
    static func added(before: WorkOrder?, after: WorkOrder) -> [ClockLine] {
        var lines: [ClockLine] = []
        for clock in after.clocks {
            let known = before?.clocks.first { $0.kind == clock.kind && $0.number == clock.number }
            var seq = (known?.journal.entries.count ?? 0) + (known?.turns.count ?? 0)
            func line(_ action: String, at moment: Timestamp) -> ClockLine {
                seq += 1
                return ClockLine(
                    order: after.id, area: after.terms.area, clock: clock.kind, number: clock.number, seq: seq,
                    action: action, at: moment)
            }
            // A light turns on a running clock, so it stands before the stop and after the start.
            let entries = clock.journal.entries.dropFirst(known?.journal.entries.count ?? 0)
            for entry in entries {
                guard case .start(let policy, let limit) = entry.action else { continue }
                var start = line("start", at: entry.at)
                start.policy = policy.version
                start.limitKind = limit.kind
                start.limitValue = limit.value
                start.yellowAt = clock.yellowAt
                start.redAt = clock.redAt
                lines.append(start)
            }
            for turn in clock.turns.dropFirst(known?.turns.count ?? 0) {
                lines.append(line(turn.light == .red ? "red" : "yellow", at: turn.at))
            }
            for entry in entries where entry.action == .stop { lines.append(line("stop", at: entry.at)) }
        }
        return lines
    }
}

extension TimeLimit {
    /// Units of the value: working milliseconds, or working days.
    var kind: String {
        switch self {
        case .workingTime: "working_ms"
        case .workingDays: "working_days"
        }
    }

    var value: Int64 {
        switch self {
        case .workingTime(let duration): duration.milliseconds
        case .workingDays(let count): Int64(count)
        }
    }

    init(kind: String, value: Int64) throws {
        switch kind {
        case "working_ms": self = .workingTime(WorkingDuration(milliseconds: value))
        case "working_days": self = .workingDays(Int(value))
        default: throw StoredRowFault(column: "limit_kind", type: TimeLimit.self)
        }
    }
}
