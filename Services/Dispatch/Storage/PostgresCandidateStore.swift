public import DispatchApplication
import DispatchDomain
public import Kernel
public import Messaging
import Postgres
public import Reliability

/// The projection of members and areas in the schema `dispatch`.
public struct PostgresCandidateStore: CandidateStore {
    private let work: UnitOfWork

    public init(work: UnitOfWork) {
        self.work = work
    }

    public func receive(
        _ reach: Reach, _ receipts: [Receipt], news: [StoredNews], now: Timestamp
    ) async throws -> [Outcome] {
        let members = Set(news.lazy.filter { $0.news != nil }.map(\.member)).sorted()
        return try await work.receive(
            Scope(reach), receipts: receipts, load: [CandidateStatements.lock(members)]
        ) { rows, apply in
            var known: [MemberID: Candidate] = [:]
            for row in rows[0] {
                let candidate = try CandidateStatements.candidate(row)
                known[candidate.id] = candidate
            }
            var touched: Set<MemberID> = []
            var streets: Set<String> = []
            for index in apply {
                let entry = news[index]
                guard let told = entry.news else { continue }
                if known[entry.member] == nil {
                    known[entry.member] = Candidate(
                        entry.member, first: told, area: entry.area, at: entry.occurredAt)
                } else {
                    known[entry.member]?.take(told, at: entry.occurredAt)
                }
                touched.insert(entry.member)
                if told.mayOpenGate, let street = known[entry.member]?.area.ancestor(at: .street) {
                    streets.insert(street.text)
                }
            }
            guard !touched.isEmpty else { return Decision() }
            var statements = [CandidateStatements.write(touched.sorted().compactMap { known[$0] })]
            if !streets.isEmpty {
                statements.append(CandidateStatements.wakeUnassigned(streets: streets.sorted(), at: now))
            }
            return Decision(statements: statements)
        }
    }

    public func receive(
        _ reach: Reach, _ receipts: [Receipt], places: [StoredPlace?]
    ) async throws -> [Outcome] {
        try await work.receive(Scope(reach), receipts: receipts, load: []) { _, apply in
            // The last word on an area is the one that counts; a statement can touch a row once.
            var latest: [AreaCode: StoredPlace] = [:]
            for index in apply {
                if let place = places[index], place.centre != nil { latest[place.area] = place }
            }
            guard !latest.isEmpty else { return Decision() }
            return Decision(
                statements: [CandidateStatements.write(latest.values.sorted { $0.area < $1.area })])
        }
    }
}
