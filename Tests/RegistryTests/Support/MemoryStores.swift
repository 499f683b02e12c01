import City
import Kernel
import Messaging
import RegistryApplication
import RegistryDomain
import Synchronization

/// A registry in memory that keeps the rules of the real one: scopes, identifiers taken elsewhere, published events.
final class MemoryRegistry: Sendable {
    struct State {
        var areas: [AreaCode: Area] = [:]
        var organisations: [OrganisationID: Organisation] = [:]
        var members: [MemberID: StoredMember] = [:]
        var events: [EventDraft] = []
        /// Transactions that are answered with a conflict before one goes through.
        var conflicts = 0
    }

    let state = Mutex(State())

    var events: [EventDraft] { state.withLock { $0.events } }
    var members: [MemberID: StoredMember] { state.withLock { $0.members } }
    var areas: [AreaCode: Area] { state.withLock { $0.areas } }
}

extension MemoryRegistry: AreaStore {
    func update<Result: Sendable>(
        _ codes: [AreaCode], scope: AccessScope, _ decide: ([AreaCode: Area]) throws -> StoreUpdate<Area, Result>
    ) async throws -> Result {
        try state.withLock { state in
            let update = try decide(state.areas.filter { codes.contains($0.key) && scope.area.contains($0.key) })
            for area in update.created + update.changed { state.areas[area.code] = area }
            state.events += update.events
            return update.result
        }
    }

    func children(of parent: AreaCode, after: AreaCode?, limit: Int, scope: AccessScope) async throws -> [Area] {
        state.withLock { state in
            state.areas.values.filter {
                $0.code.parent == parent && scope.area.contains($0.code) && $0.code > after ?? parent
            }.sorted { $0.code < $1.code }.prefix(limit).map { $0 }
        }
    }
}

extension MemoryRegistry: OrganisationStore {
    func update<Result: Sendable>(
        _ ids: [OrganisationID], scope: AccessScope,
        _ decide: ([OrganisationID: Organisation]) throws -> StoreUpdate<Organisation, Result>
    ) async throws -> Result {
        try state.withLock { state in
            let update = try decide(state.organisations.filter { ids.contains($0.key) })
            for organisation in update.created + update.changed { state.organisations[organisation.id] = organisation }
            state.events += update.events
            return update.result
        }
    }
}

extension MemoryRegistry: MemberStore {
    func update<Result: Sendable>(
        _ keys: MemberKeys, scope: AccessScope, _ decide: (MemberFacts) throws -> StoreUpdate<StoredMember, Result>
    ) async throws -> Result {
        try state.withLock { state in
            let known = state.members.filter { keys.members.contains($0.key) }
            let update = try decide(
                MemberFacts(
                    members: known.filter { scope.area.contains($0.value.member.area) }, taken: Set(known.keys),
                    areas: Set(keys.areas.filter { state.areas[$0] != nil && scope.area.contains($0) }),
                    organisations: Set(keys.organisations.filter { state.organisations[$0] != nil })))
            if state.conflicts > 0 {
                state.conflicts -= 1
                throw StoreConflict()
            }
            for stored in update.created + update.changed { state.members[stored.member.id] = stored }
            state.events += update.events
            return update.result
        }
    }

    func member(_ id: MemberID, scope: AccessScope) async throws -> StoredMember? {
        members[id].flatMap { scope.area.contains($0.member.area) ? $0 : nil }
    }

    func members(_ query: MemberQuery, scope: AccessScope) async throws -> [StoredMember] {
        members.values.filter { stored in
            let member = stored.member
            let isAfter = query.after.map { ($0.area, $0.id) < (member.area, member.id) } ?? true
            return scope.area.contains(member.area) && query.area.contains(member.area) && isAfter
                && (query.skill.map { member.skills.codes.contains($0) } ?? true)
        }.sorted { ($0.member.area, $0.member.id) < ($1.member.area, $1.member.id) }.prefix(query.limit).map { $0 }
    }

    func overdueDuties(
        endedBefore moment: Timestamp, limit: Int, scope: AccessScope
    ) async throws -> [MemberID] {
        members.values.filter { stored in
            stored.member.enrolment?.duty.map { $0.until <= moment } ?? false && scope.area.contains(stored.member.area)
        }.map(\.member.id).sorted().prefix(limit).map { $0 }
    }
}
