import City
import DispatchApplication
import DispatchDomain
import Kernel
import Postgres
import Wire
import WorkingTime

/// What the next decision on a work order needs and no query reads: the document of its row.
///
/// A field that is added here needs no migration; one that a list filters by is a column.
struct WorkOrderDocument: FieldCodable {
    let skill: String?
    let requiresCertificate: Bool
    let difficulty: Int
    let profession: Int
    let limit: String
    let registeredAt: Timestamp
    let conflicted: [MemberID]
    let waitingSince: Timestamp?
    let submission: StoredSubmission?
    let verifier: ActorID?
    let wave: Int
    let wavesInPass: Int
    let match: StoredMatch
    let released: [MemberID]
    let reworks: Int
    let overdueEscalations: Int
    let suspension: StoredSuspension?
    let clocks: [StoredClock]

    static let fields = Fields(
        Self.init,
        Field("skill", \.skill, "Code of the skill that the work needs."),
        Field("certificate", \.requiresCertificate, "Whether the skill must be certified."),
        Field("difficulty", \.difficulty, unit: "tenths", "Factor of the work's difficulty."),
        Field("profession", \.profession, unit: "tenths", "Factor of the profession that the work needs."),
        Field("limit", \.limit, "Limit of the category, such as `3wd`."),
        Field("registered_at", \.registeredAt, "Time at which the request's clock started."),
        Field("conflicted", \.conflicted, within: .elements(.max), "Members with a conflict from earlier rounds."),
        Field("waiting_since", \.waitingSince, "Time since which nobody has had the order."),
        Field("submission", \.submission, "Result that the holder reported."),
        Field("verifier", \.verifier, "Identifier of the person who verified the result."),
        Field("wave", \.wave, "Number of the last wave."),
        Field("waves_in_pass", \.wavesInPass, "Waves since the order was issued or last went up without a holder."),
        Field("match", \.match, "Outcome of the last matching of candidates."),
        Field("released", \.released, within: .elements(.max), "Members who had it and may not be offered it again."),
        Field("reworks", \.reworks, "Reworks of the present holder."),
        Field("red_steps", \.overdueEscalations, "Escalations because of a red resolution clock."),
        Field("suspension", \.suspension, "Suspension that was asked for or granted."),
        Field("clocks", \.clocks, within: .elements(.max), "Clocks in the order of their kinds and numbers."))
}

/// A reported result as it is stored.
struct StoredSubmission: FieldCodable {
    let result: ResultCode
    let quarterHours: Int
    let explanation: String?

    static let fields = Fields(
        Self.init, Field("result", \.result, "Code of the result."),
        Field("quarter_hours", \.quarterHours, unit: "quarter hours", "Proved service time."),
        Field("explanation", \.explanation, "Explanation in the member's words; it never leaves this schema."))
}

/// A suspension as it is stored.
struct StoredSuspension: FieldCodable {
    let cause: PauseCause
    let requester: ActorID
    let askedAt: Timestamp
    let approver: ActorID?

    static let fields = Fields(
        Self.init, Field("cause", \.cause, "Code of the cause."),
        Field("asked_by", \.requester, "Identifier of the person who asked for it."),
        Field("asked_at", \.askedAt, "Time at which it was asked for."),
        Field("approved_by", \.approver, "Identifier of the person who granted it."))
}

/// The outcome of a matching as it is stored.
struct StoredMatch: FieldCodable {
    let considered: Int
    let shortfall: [StoredGateCount]

    static let fields = Fields(
        Self.init, Field("considered", \.considered, "Number of candidates."),
        Field("shortfall", \.shortfall, "Candidates that each gate kept out."))
}

/// How many candidates a gate kept out.
struct StoredGateCount: FieldCodable {
    let gate: Gate
    let count: Int

    static let fields = Fields(
        Self.init, Field("gate", \.gate, "Code of the gate."), Field("count", \.count, "Number of candidates."))
}

extension WorkOrderDocument {
    init(_ order: WorkOrder) {
        let responsibility = order.terms.responsibility
        self.init(
            skill: responsibility.skill, requiresCertificate: responsibility.requiresCertificate,
            difficulty: responsibility.difficulty, profession: responsibility.profession,
            limit: responsibility.limit.stored.description, registeredAt: order.terms.registeredAt,
            conflicted: order.terms.conflicted.sorted(), waitingSince: order.progress.waitingSince,
            submission: order.progress.submission.map {
                StoredSubmission(result: $0.result, quarterHours: $0.quarterHours, explanation: $0.explanation)
            },
            verifier: order.progress.verifier, wave: order.wave, wavesInPass: order.wavesInPass,
            match: StoredMatch(
                considered: order.lastMatch.considered,
                shortfall: Gate.allCases.compactMap { gate in
                    order.lastMatch.shortfall[gate].map { StoredGateCount(gate: gate, count: $0) }
                }),
            released: order.released.sorted(), reworks: order.reworks, overdueEscalations: order.overdueEscalations,
            suspension: order.suspension.map {
                StoredSuspension(
                    cause: $0.cause, requester: $0.requester, askedAt: $0.askedAt, approver: $0.approver)
            },
            clocks: order.clocks.map(StoredClock.init))
    }

    /// The document of a row.
    ///
    /// Throws: `StoredRowFault`.
    init(_ row: Row, at column: Int) throws {
        let text = try row.decode(String.self, at: column)
        do {
            self = try Self(decoding: Array(text.utf8))
        } catch {
            // The path says which member it is; the value stays out of it.
            throw StoredRowFault(column: "document.\(error.path)", type: Self.self)
        }
    }

    var text: String { String(decoding: encoded(), as: UTF8.self) }
}

extension CategoryLimit {
    /// The limit as a stored text has it.
    var stored: TimeLimit {
        switch self {
        case .workingDays(let count): .workingDays(count)
        case .workingHours(let count): .workingTime(.hours(Int64(count)))
        }
    }

    /// Throws: `StoredRowFault`.
    init(stored text: String) throws {
        switch TimeLimit(text) {
        case .workingDays(let count): self = .workingDays(count)
        case .workingTime(let duration) where duration.milliseconds % 3_600_000 == 0:
            self = .workingHours(Int(duration.milliseconds / 3_600_000))
        default: throw StoredRowFault(column: "document.limit", type: CategoryLimit.self)
        }
    }
}

/// The row of a work order with its document, without its offers.
enum WorkOrderRow {
    static let columns = """
        id, request_id, round, category, urgency, area, issued_at, version, state, level, holder, document::text
        """

    static func order(_ row: Row, offers: [Offer], limits: ClockLimits) throws -> WorkOrder {
        let document = try WorkOrderDocument(row, at: 11)
        guard let level = AreaCode.Level(rawValue: try row.int(at: 9)) else {
            throw StoredRowFault(column: "level", type: AreaCode.Level.self)
        }
        let progress = WorkOrderProgress(
            try row.code(at: 8), holder: try row.decode(at: 10), submission: document.submission.map(Submission.init),
            verifier: document.verifier, waitingSince: document.waitingSince)
        guard let progress else { throw StoredRowFault(column: "state", type: WorkOrderProgress.self) }
        return WorkOrder(
            id: try row.decode(at: 0), terms: try terms(row, document), version: try row.decode(at: 7),
            progress: progress, level: level, offers: offers, wave: document.wave, wavesInPass: document.wavesInPass,
            lastMatch: MatchSummary(
                considered: document.match.considered,
                shortfall: Dictionary(
                    document.match.shortfall.map { ($0.gate, $0.count) }, uniquingKeysWith: { _, last in last })),
            released: Set(document.released), reworks: document.reworks,
            overdueEscalations: document.overdueEscalations,
            suspension: document.suspension.map {
                Suspension($0.cause, by: $0.requester, at: $0.askedAt, approvedBy: $0.approver)
            },
            clocks: try document.clocks.map { try $0.clock(limits) })
    }

    private static func terms(_ row: Row, _ document: WorkOrderDocument) throws -> WorkOrderTerms {
        WorkOrderTerms(
            request: try row.decode(at: 1), round: try row.int(at: 2), category: try row.decode(at: 3),
            urgency: try row.code(at: 4), area: try row.decode(at: 5),
            responsibility: Responsibility(
                skill: document.skill, requiresCertificate: document.requiresCertificate,
                difficulty: document.difficulty, profession: document.profession,
                limit: try CategoryLimit(stored: document.limit)),
            registeredAt: document.registeredAt, issuedAt: try row.decode(at: 6),
            conflicted: Set(document.conflicted))
    }
}

extension Submission {
    init(_ stored: StoredSubmission) {
        self.init(stored: stored.result, quarterHours: stored.quarterHours, explanation: stored.explanation)
    }
}
