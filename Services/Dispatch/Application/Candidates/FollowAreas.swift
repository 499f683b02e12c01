public import City
public import Kernel
public import Messaging

/// Keeps the centres of the areas, for nearness.
public struct FollowAreas: Sendable {
    private let store: any CandidateStore
    private let scope: AccessScope

    /// - Parameter scope: the whole installation's area: messages come for all of it.
    public init(store: any CandidateStore, scope: AccessScope) {
        self.store = store
        self.scope = scope
    }

    /// An area's event as it came.
    public struct Item: Sendable {
        let entry: InboxEntry
        let area: AreaCode?
        let centre: GeoPoint?

        /// - Parameter centre: nil where the event says nothing of a boundary.
        public init(entry: InboxEntry, area: AreaCode?, centre: GeoPoint?) {
            self.entry = entry
            self.area = area
            self.centre = centre
        }
    }

    /// Applies a batch, in one transaction.
    public func handle(_ items: [Item]) async throws -> [Outcome] {
        try await store.receive(items.map(\.entry), scope: scope) { apply in
            var centres: [AreaCode: GeoPoint] = [:]
            for item in apply.lazy.map({ items[$0] }) {
                if let area = item.area, let centre = item.centre { centres[area] = centre }
            }
            return centres
        }
    }
}
