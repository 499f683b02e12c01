public import City
public import DispatchDomain
public import Kernel
public import Messaging

/// Keeps the projection of members: what the registry publishes of them, as far as matching needs it.
public struct FollowMembers: Sendable {
    private let store: any CandidateStore
    private let scope: AccessScope

    /// - Parameter scope: the whole installation's area: messages come for all of it.
    public init(store: any CandidateStore, scope: AccessScope) {
        self.store = store
        self.scope = scope
    }

    /// A member's event as it came.
    public struct Item: Sendable {
        let entry: InboxEntry
        let member: MemberID
        let event: IncomingMemberEvent?
        let area: AreaCode
        let occurredAt: Timestamp

        /// - Parameters:
        ///   - event: nil where it is of no use here.
        ///   - area: the area of the message.
        public init(
            entry: InboxEntry, member: MemberID, event: IncomingMemberEvent?, area: AreaCode, occurredAt: Timestamp
        ) {
            self.entry = entry
            self.member = member
            self.event = event
            self.area = area
            self.occurredAt = occurredAt
        }
    }

    /// Applies a batch, in one transaction.
    public func handle(_ items: [Item], at now: Timestamp) async throws -> [Outcome] {
        let members = Set(items.lazy.filter { $0.event != nil }.map(\.member)).sorted()
        return try await store.receive(items.map(\.entry), members: members, scope: scope) { known, apply in
            var known = known
            var changed: Set<MemberID> = []
            var streets: Set<AreaCode> = []
            for item in apply.lazy.map({ items[$0] }) {
                guard let event = item.event else { continue }
                var candidate = known[item.member] ?? Candidate(id: item.member, area: item.area)
                // A sender's clock that runs ahead must not start duties that have not begun.
                candidate.apply(event, at: min(item.occurredAt, now))
                known[item.member] = candidate
                changed.insert(item.member)
                if event.mayOpenGate, let street = candidate.area.ancestor(at: .street) { streets.insert(street) }
            }
            return CandidateChanges(
                candidates: changed.sorted().compactMap { known[$0] }, wokenStreets: streets.sorted(), at: now)
        }
    }
}
