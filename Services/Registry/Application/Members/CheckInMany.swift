public import City
public import Kernel
import Messaging
public import RegistryDomain

/// Checks many members in at once; what is wrong with one does not hinder the others.
public struct CheckInMany: Sendable {
    /// The most members of one call.
    public static let limit = 1_000

    /// One member and the grid.
    public struct Item: Hashable, Sendable {
        public let member: MemberID
        public let area: AreaCode

        public init(member: MemberID, area: AreaCode) {
            self.member = member
            self.area = area
        }
    }

    /// What became of one member.
    public enum Outcome: Hashable, Sendable {
        case checkedIn
        /// Was checked in to that grid before.
        case unchanged
        case rejected(MemberRejection)
        case failed(MemberFailure)
    }

    private let store: any MemberStore

    public init(store: any MemberStore) {
        self.store = store
    }

    /// Checks the members in, 500 in a transaction.
    ///
    /// - Returns: one outcome per item, in their order.
    public func callAsFunction(_ items: [Item], scope: AccessScope, now: Timestamp) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        var start = 0
        while start < items.count {
            let batch = Array(items[start..<min(start + 500, items.count)])
            let keys = MemberKeys(members: batch.map(\.member), areas: batch.map(\.area))
            outcomes += try await store.update(keys, scope: scope) { facts in
                try Self.decide(batch, facts: facts, now: now)
            }
            start += batch.count
        }
        return outcomes
    }

    private static func decide(
        _ batch: [Item], facts: MemberFacts, now: Timestamp
    ) throws -> StoreUpdate<StoredMember, [Outcome]> {
        var update = StoreUpdate<StoredMember, [Outcome]>(result: [])
        var members = facts.members
        var touched: Set<MemberID> = []
        for item in batch {
            guard var stored = members[item.member] else {
                update.result.append(.failed(.notFound))
                continue
            }
            do {
                let events = try stored.member.run(
                    .checkIn(item.area), facts: facts, now: now, policy: DutyPolicy())
                update.events += events
                members[item.member] = stored
                if !events.isEmpty { touched.insert(item.member) }
                update.result.append(events.isEmpty ? .unchanged : .checkedIn)
            } catch let rejection as MemberRejection {
                update.result.append(.rejected(rejection))
            } catch let failure as MemberFailure {
                update.result.append(.failed(failure))
            }
        }
        update.changed = touched.sorted().compactMap { members[$0] }
        return update
    }
}
