import City
import DispatchDomain
import Kernel
import WorkingTime

/// Wednesday 2026-11-18, 09:00 in Shanghai: the first minute of an office day.
let wednesdayNine = Timestamp(iso8601: "2026-11-18T01:00:00Z") ?? .zero
let grid = area("330402001001001")
let neighbourGrid = area("330402001001002")
let otherCommunity = area("330402001002001")
let otherStreet = area("330402002001001")
let city = area("3304")
let everywhere = AccessScope(area: city)

func area(_ text: String) -> AreaCode {
    guard let code = AreaCode(text) else { preconditionFailure("a test's area code is wrong: \(text)") }
    return code
}

func id<Tag>(_ number: UInt64, _ tag: Tag.Type = Tag.self) -> Identifier<Tag> {
    Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number)
}

func minutes(_ count: Int) -> Duration { .seconds(60 * count) }

let officeHours = WeekHours(ordinary: DayHours(parsing: "09:00-12:00, 13:30-17:30") ?? .none)
let rules = DispatchRules(
    limits: ClockLimits(office: WorkingCalendar(version: "office-test", week: officeHours, holidays: .empty)))

func terms(
    request: UInt64 = 1, round: Int = 1, urgency: Urgency = .general, at area: AreaCode = grid,
    responsibility: Responsibility = Responsibility(), registeredAt: Timestamp = wednesdayNine,
    issuedAt: Timestamp = wednesdayNine, conflicted: Set<MemberID> = []
) -> WorkOrderTerms {
    WorkOrderTerms(
        request: id(request), round: round, category: "城乡建设/环境卫生", urgency: urgency, area: area,
        responsibility: responsibility, registeredAt: registeredAt, issuedAt: issuedAt, conflicted: conflicted)
}

func member(_ number: UInt64, in area: AreaCode = grid, _ adjust: (inout Candidate) -> Void = { _ in }) -> Candidate {
    var candidate = Candidate(id: id(number), area: area, isCheckedIn: true, revision: 1)
    adjust(&candidate)
    return candidate
}

func pool(_ candidates: [Candidate]) -> CandidatePool {
    var pool = CandidatePool()
    for candidate in candidates { pool.absorb(candidate) }
    return pool
}

/// An order that went through the steps, each at its own moment.
struct WorkOrderFixture {
    private(set) var order: WorkOrder
    private(set) var events: [WorkOrderEvent]
    var pool: CandidatePool

    init(_ terms: WorkOrderTerms = terms(), members: [Candidate] = (1...20).map { member($0) }) {
        pool = DispatchTests.pool(members)
        order = WorkOrder(terms, rules: rules)
        events = [.issued(terms)]
        _ = try? at(terms.issuedAt, .offer)
    }

    /// Decides at a moment and returns what happened to the order.
    @discardableResult
    mutating func at(_ moment: Timestamp, _ command: WorkOrderCommand) throws(WorkOrderRejection) -> [WorkOrderEvent] {
        let events = try order.decide(command, at: moment, rules: rules, using: &pool)
        for event in events { order.apply(event, at: moment, rules: rules) }
        let changes = events.filter(\.isStateChange)
        self.events += changes
        return changes
    }

    @discardableResult
    mutating func passTime(to moment: Timestamp) -> [WorkOrderEvent] {
        (try? at(moment, .passTime)) ?? []
    }

    /// Takes the best open offer.
    mutating func acceptBest(at moment: Timestamp) throws(WorkOrderRejection) {
        let offer = order.openOffers[0]
        try at(moment, .accept(offer.id, by: offer.member))
    }

    /// Accepts, arrives and reports a result.
    mutating func work(
        until moment: Timestamp, result: ResultCode = .solved, explanation: String? = nil
    ) throws(WorkOrderRejection) {
        try acceptBest(at: moment)
        try finish(at: moment, result: result, explanation: explanation)
    }

    mutating func finish(
        at moment: Timestamp, result: ResultCode = .solved, explanation: String? = nil
    ) throws(WorkOrderRejection) {
        guard let holder = order.holder else { preconditionFailure("somebody has it") }
        try at(moment, .arrive(by: holder))
        try at(moment, .submit(Submission(result: result, quarterHours: 6, explanation: explanation), by: holder))
    }
}

extension WorkOrderEvent {
    /// The last word of the message's type, or what tells two events of a type apart.
    var name: String {
        switch self {
        case .lightChanged(let kind, let from, let to): "\(kind.rawValue) \(from.code)→\(to.code)"
        case .escalated(_, let to, let cause): "escalated to \(to) for \(cause.rawValue)"
        default:
            // The case's own name, its words joined by underscores.
            (Mirror(reflecting: self).children.first?.label ?? "\(self)").reduce(into: "") { name, letter in
                name += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
            }
        }
    }
}

/// A request's identifier; no member has the same.
func requestID(_ number: UInt64) -> ServiceRequestID {
    Identifier(high: 0x0191_0000_0000_7000, low: 0x8000_0000_0000_0000 | number)
}
