import AssessmentApplication
import AssessmentDomain
import City
import Kernel
import Messaging
import TestSupport

/// What the tables of Assessment hold.
struct LedgerTables: Sendable {
    private(set) var book: LedgerBook
    /// Where each member belongs.
    private(set) var areas: [MemberID: AreaCode] = [:]
    private(set) var postings: [(view: PostingView, member: MemberID)] = []
    private(set) var lines: [Line] = []
    private(set) var callbacks: [CallbackKey: CallbackNote] = [:]
    private(set) var published: [EventDraft] = []
    var inbox = InMemoryInbox()

    /// A line of a posting, as it is added up.
    struct Line: Sendable {
        let posting: PostingID
        let line: LedgerLine
        /// The member whose account it is; nil for an issuing district's.
        let member: MemberID?
        let area: AreaCode
        let day: CivilDate
    }

    /// By which a callback is kept once.
    struct CallbackKey: Hashable, Sendable {
        let request: ServiceRequestID
        let round: Int
        let attempt: Int
    }

    init(tariff: PointsTariff) {
        book = LedgerBook(tariff: tariff)
    }

    /// Members whose balance is not the sum of their lines.
    var accountsOff: Int {
        let held = Dictionary(grouping: lines) { $0.member }
        return areas.keys.count { member in
            let balance = book.balances[member] ?? .zero
            let lines = held[member] ?? []
            return balance.points.hundredths != lines.sum(of: .points)
                || Int64(balance.quarterHours) != lines.sum(of: .hours)
        }
    }

    /// Opens the account of each member who is named, also by a message that has to wait for an earlier one.
    mutating func open(_ events: [IncomingEvent]) {
        var named: [MemberID: AreaCode] = [:]
        for case .service(.verified(let verification)) in events where named[verification.member] == nil {
            named[verification.member] = verification.area
        }
        for case .memberArea(let member, let area) in events { named[member] = area }
        areas.merge(named) { known, _ in known }
    }

    /// Stores what was decided.
    mutating func write(_ change: LedgerUpdate, at now: Timestamp) {
        book = change.book
        areas.merge(change.memberAreas) { $1 }
        for written in change.written { post(written.posting, at: now) }
        for note in change.callbacks {
            let key = CallbackKey(request: note.request, round: note.round, attempt: note.attempt)
            if callbacks[key] == nil { callbacks[key] = note }
        }
        published += change.events
    }

    private mutating func post(_ posting: Posting, at now: Timestamp) {
        let record = posting.record
        let view = PostingView(
            id: posting.id, kind: posting.kind, workOrder: record.workOrder, request: record.request, area: record.area,
            day: record.day, credit: posting.credit, reverses: posting.reverses, postedAt: now,
            number: Int64(postings.count) + 1)
        postings.append((view, record.member))
        lines += posting.lines.map { line in
            var member: MemberID?
            if case .member(let id) = line.account { member = id }
            return Line(posting: posting.id, line: line, member: member, area: record.area, day: record.day)
        }
    }
}

extension [LedgerTables.Line] {
    /// What the lines of a unit add up to.
    func sum(of unit: LedgerLine.Unit) -> Int64 {
        reduce(0) { $1.line.unit == unit ? $0 + $1.line.amount : $0 }
    }
}
