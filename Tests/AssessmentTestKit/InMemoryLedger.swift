public import AssessmentApplication
public import AssessmentDomain
public import City
public import Kernel
public import Messaging
import Reliability
import Synchronization
import TestSupport

/// Both ports of Assessment in memory: one process, one lock, the same answers as the tables give.
public final class InMemoryLedger: LedgerStore, LedgerReader {
    private let state: Mutex<LedgerTables>
    private let time: any TimeSource

    /// Makes an empty ledger.
    public init(tariff: PointsTariff = PointsTariff(), time: any TimeSource) {
        self.time = time
        state = Mutex(LedgerTables(tariff: tariff))
    }

    /// What others hear of it, in order.
    public var published: [EventDraft] { state.withLock { $0.published } }

    public func receive(
        _ messages: [IncomingMessage], scope: AccessScope, decide: (LedgerBook, _ apply: [Int]) throws -> LedgerUpdate
    ) async throws -> [Outcome] {
        let now = time.now()
        return try state.withLock { tables in
            let entries = messages.map(\.entry)
            let gate = tables.inbox.gate(entries)
            let change = try decide(tables.book, gate.apply)
            tables.open(messages.compactMap(\.event))
            tables.write(change, at: now)
            tables.inbox.settle(gate, entries)
            return gate.outcomes
        }
    }

    public func balance(of member: MemberID, scope: AccessScope) async throws -> Balance? {
        state.withLock { tables in
            guard let area = tables.areas[member], scope.shows(area, of: member) else { return nil }
            return tables.book.balances[member] ?? .zero
        }
    }

    public func postings(
        of member: MemberID, before number: Int64?, limit: Int, scope: AccessScope
    ) async throws -> [PostingView] {
        state.withLock { tables in
            tables.postings.reversed().filter { view, owner in
                owner == member && view.number < number ?? .max && scope.shows(view.area, of: owner)
            }.prefix(limit).map(\.view)
        }
    }

    public func earnings(
        in area: AreaCode, from: CivilDate, to: CivilDate, scope: AccessScope
    ) async throws -> [RankingRow] {
        let lines = state.withLock { $0.lines }.filter { line in
            line.member != nil && scope.area.contains(line.area) && area.contains(line.area)
                && (from...to).contains(line.day)
        }
        return Dictionary(grouping: lines) { $0.member }.compactMap { member, lines in
            member.map {
                RankingRow(
                    member: $0, points: Points(hundredths: lines.sum(of: .points)),
                    quarterHours: Int(lines.sum(of: .hours)))
            }
        }
    }

    public func satisfaction(
        in area: AreaCode, by level: AreaCode.Level, from: Timestamp, to: Timestamp, scope: AccessScope
    ) async throws -> [SatisfactionCount] {
        let notes = state.withLock { Array($0.callbacks.values) }.filter { note in
            note.answer != .unreachable && scope.area.contains(note.area) && area.contains(note.area)
                && (from..<to).contains(note.at)
        }
        return Dictionary(grouping: notes) { $0.area.ancestor(at: level) }.compactMap { area, notes in
            area.map { area in
                SatisfactionCount(
                    area: area, satisfied: notes.count { $0.answer == .satisfied || $0.answer == .basicallySatisfied },
                    effective: notes.count)
            }
        }
    }

    public func check(scope: AccessScope) async throws -> LedgerCheck {
        state.withLock { tables in
            let lines = tables.lines.filter { scope.area.contains($0.area) }
            return LedgerCheck(
                postings: tables.postings.count { scope.shows($0.view.area, of: $0.member) }, lines: lines.count,
                pointsSum: lines.sum(of: .points), hoursSum: lines.sum(of: .hours),
                unbalancedPostings: Dictionary(grouping: lines, by: \.posting).values.count {
                    $0.sum(of: .points) != 0 || $0.sum(of: .hours) != 0
                }, accountsOff: scope.area.level == .city ? tables.accountsOff : nil)
        }
    }
}

extension AccessScope {
    /// Whether a row of a member is seen: in its area, and by the member wherever it is.
    fileprivate func shows(_ area: AreaCode, of member: MemberID) -> Bool {
        self.area.contains(area) || actor == member.retagged()
    }
}
