public import City
public import Kernel
import Messaging
public import RegistryDomain

/// Signs out the members who forgot to: half an hour after the shift the time stops counting anyway.
public struct EndOverdueDuties: Sendable {
    private let store: any MemberStore
    private let policy: DutyPolicy

    public init(store: any MemberStore, policy: DutyPolicy = DutyPolicy()) {
        self.store = store
        self.policy = policy
    }

    /// Ends one batch of overdue duties.
    ///
    /// - Returns: how many were ended; with as many as `limit` there may be more.
    public func callAsFunction(limit: Int = 500, scope: AccessScope, now: Timestamp) async throws -> Int {
        let ids = try await store.overdueDuties(endedBefore: now - policy.grace, limit: limit, scope: scope)
        guard !ids.isEmpty else { return 0 }
        return try await store.update(MemberKeys(members: ids), scope: scope) { facts in
            var update = StoreUpdate<StoredMember, Int>(result: 0)
            for id in ids {
                guard var stored = facts.members[id] else { continue }
                let events = try stored.member.run(.endOverdueDuty, facts: facts, now: now, policy: policy)
                guard !events.isEmpty else { continue }
                update.changed.append(stored)
                update.events += events
                update.result += 1
            }
            return update
        }
    }
}
