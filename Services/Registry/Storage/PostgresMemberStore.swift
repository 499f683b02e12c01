public import City
public import Kernel
import Postgres
public import RegistryApplication
import RegistryDomain
public import Reliability

/// Members in the table `members`.
public struct PostgresMemberStore: MemberStore {
    private let work: UnitOfWork

    public init(work: UnitOfWork) {
        self.work = work
    }

    public func update<Result: Sendable>(
        _ keys: MemberKeys, scope: AccessScope, _ decide: (MemberFacts) throws -> StoreUpdate<StoredMember, Result>
    ) async throws -> Result {
        let load = [
            MemberStatements.lock(keys.members), MemberStatements.taken(keys.members),
            MemberStatements.areas(keys.areas), OrganisationStatements.existing(keys.organisations),
        ]
        return try await detectingConflict {
            try await work.perform(scope.settings, load: load) { rows in
                let facts = try Self.facts(rows)
                let update = try decide(facts)
                var statements: [Statement] = []
                if !update.created.isEmpty {
                    statements += [
                        MemberStatements.take(update.created.map(\.member.id)), MemberStatements.insert(update.created),
                    ]
                }
                if !update.changed.isEmpty {
                    statements.append(
                        MemberStatements.update(update.changed, from: facts.members.mapValues(\.member.version)))
                }
                return Decision(statements: statements, events: update.events, result: update.result)
            }
        }
    }

    public func member(_ id: MemberID, scope: AccessScope) async throws -> StoredMember? {
        try await work.read(scope.settings) { transaction in
            try await transaction.query(MemberStatements.one(id)).first.map(MemberRow.member)
        }
    }

    public func members(_ query: MemberQuery, scope: AccessScope) async throws -> [StoredMember] {
        try await work.read(scope.settings, planned: .byValues) { transaction in
            try await transaction.query(MemberStatements.page(query)).map(MemberRow.member)
        }
    }

    public func overdueDuties(
        endedBefore moment: Timestamp, limit: Int, scope: AccessScope
    ) async throws -> [MemberID] {
        try await work.read(scope.settings) { transaction in
            try await transaction.query(MemberStatements.overdue(endedBefore: moment, limit: limit))
                .map { try $0.decode(MemberID.self, at: 0) }
        }
    }

    private static func facts(_ rows: [Rows]) throws -> MemberFacts {
        let members = try rows[0].map(MemberRow.member)
        return MemberFacts(
            members: Dictionary(members.map { ($0.member.id, $0) }) { first, _ in first },
            taken: Set(try rows[1].map { try $0.decode(MemberID.self, at: 0) }),
            areas: Set(
                try rows[2].map {
                    try StoredRowFault.require(AreaCode($0.decode(String.self, at: 0)), column: "areas.code")
                }),
            organisations: Set(try rows[3].map { try $0.decode(OrganisationID.self, at: 0) }))
    }
}
