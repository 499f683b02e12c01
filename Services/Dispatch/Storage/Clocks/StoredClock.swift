import DispatchApplication
import DispatchDomain
import Kernel
import Postgres
import Wire
import WorkingTime

/// A clock of an order as its document keeps it: what happened to it, and the lights that were published.
struct StoredClock: FieldCodable {
    let kind: ClockKind
    let number: Int
    let yellowAt: Timestamp
    let redAt: Timestamp
    let entries: [StoredClockEntry]
    let lights: [StoredLight]

    static let fields = Fields(
        Self.init,
        Field("kind", \.kind, "Kind of the clock."),
        Field("number", \.number, "Number of the clock among those of its kind, from 1."),
        Field("yellow_at", \.yellowAt, "Time at which it turns yellow."),
        Field("red_at", \.redAt, "Time at which it turns red."),
        Field("entries", \.entries, within: .elements(.max), "Entries of its journal; the first is the start."),
        Field("lights", \.lights, "Lights that were published, in order."))
}

/// An entry of a clock's journal as it is stored.
struct StoredClockEntry: FieldCodable {
    let action: Action
    let at: Timestamp
    var policy: String?
    var limit: String?
    var cause: PauseCause?
    var requester: ActorID?
    var approver: ActorID?

    /// What happened to the clock.
    enum Action: String, WireEnumeration {
        case start, pause, resume, extend, recalibrate, stop
    }

    static let fields = Fields(
        Self.init, Field("action", \.action, "Code of what happened."), Field("at", \.at, "Time of the entry."),
        Field("policy", \.policy, "Version of the rules, of a start or a recalibration."),
        Field("limit", \.limit, "Limit, such as `30min`, of a start, an extension or a recalibration."),
        Field("cause", \.cause, "Cause of a pause."),
        Field("by", \.requester, "Identifier of the person who asked for it."),
        Field("approved_by", \.approver, "Identifier of the person who approved it."))
}

/// A light that was published.
struct StoredLight: FieldCodable {
    let light: Color
    let at: Timestamp

    /// A light that a clock can turn to.
    enum Color: String, WireEnumeration {
        case yellow, red
    }

    static let fields = Fields(
        Self.init, Field("light", \.light, "Colour of the light."), Field("at", \.at, "Time at which it was published.")
    )
}

extension StoredClock {
    init(_ clock: OrderClock) {
        self.init(
            kind: clock.kind, number: clock.number, yellowAt: clock.yellowAt, redAt: clock.redAt,
            entries: clock.journal.entries.map(StoredClockEntry.init),
            lights: clock.turns.map { StoredLight(light: $0.light == .red ? .red : .yellow, at: $0.at) })
    }

    /// The clock, under the rules that its entries name.
    ///
    /// Throws: `StoredRowFault`, also if the entries contradict each other.
    func clock(_ limits: ClockLimits) throws -> OrderClock {
        let entries = try entries.map { try $0.entry(limits) }
        guard let journal = try? ClockJournal(replaying: entries) else {
            throw StoredRowFault(column: "document.clocks.entries", type: ClockJournal.self)
        }
        return OrderClock(
            kind, number: number, journal: journal, yellowAt: yellowAt, redAt: redAt,
            turns: lights.map { OrderClock.Turn($0.light == .red ? .red : .yellow, at: $0.at) })
    }
}

extension StoredClockEntry {
    init(_ entry: ClockEntry) {
        switch entry.action {
        case .start(let policy, let limit):
            self.init(action: .start, at: entry.at, policy: policy.version, limit: limit.description)
        case .pause(let cause, let requester, let approver):
            self.init(action: .pause, at: entry.at, cause: cause, requester: requester, approver: approver)
        case .resume(let requester): self.init(action: .resume, at: entry.at, requester: requester)
        case .extend(let limit, let requester, let approver):
            self.init(
                action: .extend, at: entry.at, limit: limit.description, requester: requester, approver: approver)
        case .recalibrate(let policy, let limit):
            self.init(action: .recalibrate, at: entry.at, policy: policy.version, limit: limit.description)
        case .stop: self.init(action: .stop, at: entry.at)
        }
    }

    func entry(_ limits: ClockLimits) throws -> ClockEntry {
        let action: ClockAction =
            switch self.action {
            case .start:
                .start(policy: limits.policy(version: try require(policy)), limit: try require(timeLimit))
            case .pause:
                .pause(cause: try require(cause), by: try require(requester), approvedBy: try require(approver))
            case .resume: .resume(by: try require(requester))
            case .extend:
                .extend(try require(timeLimit), by: try require(requester), approvedBy: try require(approver))
            case .recalibrate:
                .recalibrate(policy: limits.policy(version: try require(policy)), limit: try require(timeLimit))
            case .stop: .stop
            }
        return ClockEntry(action, at: at)
    }

    private var timeLimit: TimeLimit? { limit.flatMap { TimeLimit($0) } }

    private func require<Value>(_ value: Value?) throws -> Value {
        try StoredRowFault.require(value, column: "document.clocks.entries")
    }
}
