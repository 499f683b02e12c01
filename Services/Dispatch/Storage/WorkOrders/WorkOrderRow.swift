import DispatchDomain
import Kernel
import Postgres

/// The row of a work order, without its offers.
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
            overdueEscalations: document.overdueEscalations, clocks: try document.clocks.map { try $0.clock(limits) })
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
