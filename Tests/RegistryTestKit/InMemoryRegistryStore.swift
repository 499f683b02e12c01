public import City
public import Kernel
public import Messaging
public import RegistryApplication
public import RegistryDomain
import Synchronization

/// The ports of Registry in memory: one process, one lock, the same answers as the tables give.
public final class InMemoryRegistryStore: Sendable {
    let state = Mutex(RegistryTables())

    /// Makes an empty store.
    public init() {}

    /// What others hear of it, in order.
    public var published: [EventDraft] { state.withLock { $0.published } }

    /// The stored members, whatever their area.
    public var members: [MemberID: StoredMember] { state.withLock { $0.members.rows } }

    /// The stored areas.
    public var areas: [AreaCode: Area] { state.withLock { $0.areas.rows } }

    /// Empties the list of what others hear of it.
    public func forgetPublished() { state.withLock { $0.published = [] } }

    /// Answers the next updates of members with a conflict, as if another process had been quicker.
    public func conflict(next count: Int) { state.withLock { $0.conflicts = count } }
}

extension InMemoryRegistryStore: AreaStore {
    public func update<Result: Sendable>(
        _ codes: [AreaCode], scope: AccessScope, _ decide: ([AreaCode: Area]) throws -> StoreUpdate<Area, Result>
    ) async throws -> Result {
        try state.withLock { tables in
            let found = tables.areas.rows.filter { codes.contains($0.key) && scope.area.contains($0.key) }
            let change = try decide(found)
            try tables.areas.write(change, loaded: Set(found.keys))
            tables.published += change.events
            return change.result
        }
    }

    public func children(
        of parent: AreaCode, after: AreaCode?, limit: Int, scope: AccessScope
    ) async throws -> [Area] {
        areas.values.filter {
            $0.code.parent == parent && scope.area.contains($0.code) && $0.code > after ?? parent
        }.sorted { $0.code < $1.code }.prefix(limit).map { $0 }
    }
}

extension InMemoryRegistryStore: OrganisationStore {
    public func update<Result: Sendable>(
        _ ids: [OrganisationID], scope: AccessScope,
        _ decide: ([OrganisationID: Organisation]) throws -> StoreUpdate<Organisation, Result>
    ) async throws -> Result {
        try state.withLock { tables in
            let found = tables.organisations.rows.filter { ids.contains($0.key) }
            let change = try decide(found)
            // Those of another area are read and not changed.
            try tables.organisations.write(
                change, loaded: Set(found.filter { scope.area.contains($0.value.area) }.keys))
            tables.published += change.events
            return change.result
        }
    }
}

extension InMemoryRegistryStore: MemberStore {
    public func update<Result: Sendable>(
        _ keys: MemberKeys, scope: AccessScope, _ decide: (MemberFacts) throws -> StoreUpdate<StoredMember, Result>
    ) async throws -> Result {
        try state.withLock { tables in
            let facts = tables.facts(keys, scope: scope)
            let change = try decide(facts)
            if tables.conflicts > 0 {
                tables.conflicts -= 1
                throw StoreConflict()
            }
            try tables.members.write(change, loaded: Set(facts.members.keys))
            tables.published += change.events
            return change.result
        }
    }

    public func member(_ id: MemberID, scope: AccessScope) async throws -> StoredMember? {
        members[id].flatMap { scope.area.contains($0.member.area) ? $0 : nil }
    }

    public func members(_ query: MemberQuery, scope: AccessScope) async throws -> [StoredMember] {
        members.values.filter { stored in
            let member = stored.member
            let isAfter = query.after.map { ($0.area, $0.id) < (member.area, member.id) } ?? true
            return scope.area.contains(member.area) && query.area.contains(member.area) && isAfter
                && (query.skill.map { member.skills.codes.contains($0) } ?? true)
        }.sorted { ($0.member.area, $0.member.id) < ($1.member.area, $1.member.id) }.prefix(query.limit).map { $0 }
    }

    public func overdueDuties(
        endedBefore moment: Timestamp, limit: Int, scope: AccessScope
    ) async throws -> [MemberID] {
        let overdue = members.values.compactMap { stored -> (until: Timestamp, id: MemberID)? in
            guard let duty = stored.member.enrolment?.duty, duty.until <= moment,
                scope.area.contains(stored.member.area)
            else { return nil }
            return (duty.until, stored.member.id)
        }
        return overdue.sorted { ($0.until, $0.id) < ($1.until, $1.id) }.prefix(limit).map(\.id)
    }
}
