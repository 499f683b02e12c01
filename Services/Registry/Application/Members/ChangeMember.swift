public import City
public import Kernel
import Messaging
public import RegistryDomain

/// Does what is asked of one member.
public struct ChangeMember: Sendable {
    private let store: any MemberStore
    private let policy: DutyPolicy

    public init(store: any MemberStore, policy: DutyPolicy = DutyPolicy()) {
        self.store = store
        self.policy = policy
    }

    /// Runs a command.
    ///
    /// - Parameter expected: the version that the caller has seen; `nil` where it does not matter. With another one only a
    ///   command that has nothing left to do is taken.
    /// - Returns: the member as it now is.
    ///
    /// Throws: ``MemberRejection``, ``MemberFailure``.
    public func callAsFunction(
        _ command: MemberCommand, of id: MemberID, expected: Version? = nil, scope: AccessScope, now: Timestamp
    ) async throws -> StoredMember {
        let keys = MemberKeys(members: [id], areas: command.namedArea.map { [$0] } ?? [])
        return try await store.update(keys, scope: scope) { facts in
            guard var stored = facts.members[id] else { throw MemberFailure.notFound }
            let isCurrent = expected.map { $0 == stored.member.version } ?? true
            let events: [EventDraft]
            do {
                events = try stored.member.run(command, facts: facts, now: now, policy: policy)
            } catch  where !isCurrent {
                throw MemberFailure.stale(current: facts.members[id]?.member.version ?? .initial)
            }
            // A command that is sent again with the version of the first time has nothing left to do, and is answered
            // like that time. Source: RFC 9110, 13.1.1.
            guard isCurrent || events.isEmpty else {
                throw MemberFailure.stale(current: facts.members[id]?.member.version ?? .initial)
            }
            return StoreUpdate(changed: events.isEmpty ? [] : [stored], events: events, result: stored)
        }
    }
}

extension Member {
    /// Decides, applies the events, and returns them in the form in which they are published.
    ///
    /// Throws: ``MemberRejection``; ``MemberFailure/unknownArea``.
    mutating func run(
        _ command: MemberCommand, facts: MemberFacts, now: Timestamp, policy: DutyPolicy
    ) throws -> [EventDraft] {
        if let area = command.namedArea, !facts.areas.contains(area) { throw MemberFailure.unknownArea }
        return try Member.decide(command, self, now: now, policy: policy).map { event in
            apply(event)
            return RegistryEvents.draft(event, making: self, now: now)
        }
    }
}

extension MemberCommand {
    /// The area that the command names, which must be one that is known.
    var namedArea: AreaCode? {
        switch self {
        case .checkIn(let area), .startDuty(let area, _): area
        case .changeSkills, .changeAvailability, .endDuty, .endOverdueDuty: nil
        }
    }
}
