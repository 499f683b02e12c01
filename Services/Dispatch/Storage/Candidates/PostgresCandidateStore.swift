public import City
public import DispatchApplication
public import DispatchDomain
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
        _ entries: [InboxEntry], members: [MemberID], scope: AccessScope,
        decide: ([MemberID: Candidate], _ apply: [Int]) -> CandidateChanges
    ) async throws -> [Outcome] {
        try await work.receive(
            scope.settings, entries: entries, load: [CandidateStatements.lock(members)]
        ) { rows, apply in
            var known: [MemberID: Candidate] = [:]
            for row in rows[0] {
                let candidate = try CandidateStatements.candidate(row)
                known[candidate.id] = candidate
            }
            let changes = decide(known, apply)
            var statements: [Statement] = []
            if !changes.candidates.isEmpty { statements.append(CandidateStatements.write(changes.candidates)) }
            if !changes.wokenStreets.isEmpty {
                statements.append(CandidateStatements.wakeUnassigned(streets: changes.wokenStreets, at: changes.at))
            }
            return Decision(statements: statements)
        }
    }

    public func receive(
        _ entries: [InboxEntry], scope: AccessScope, decide: (_ apply: [Int]) -> [AreaCode: GeoPoint]
    ) async throws -> [Outcome] {
        try await work.receive(scope.settings, entries: entries, load: []) { _, apply in
            let centres = decide(apply).sorted { $0.key < $1.key }
            return Decision(statements: centres.isEmpty ? [] : [CandidateStatements.write(centres: centres)])
        }
    }
}
