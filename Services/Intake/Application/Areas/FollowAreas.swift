public import City
public import IntakeDomain
public import Messaging

/// Keeps the city's areas as the registry defines them.
public struct FollowAreas: Sendable {
    private let store: any IntakeStore
    private let scope: AccessScope

    /// Makes the use case.
    public init(store: any IntakeStore, scope: AccessScope) {
        self.store = store
        self.scope = scope
    }

    /// An area's definition as it came.
    public struct Item: Sendable {
        let entry: InboxEntry
        let area: Area

        /// Makes an item.
        public init(entry: InboxEntry, area: Area) {
            self.entry = entry
            self.area = area
        }
    }

    /// Applies a batch, in one transaction.
    public func handle(_ items: [Item]) async throws -> [Outcome] {
        try await store.receive(items.map(\.entry), scope: scope) { apply in apply.map { items[$0].area } }
    }
}
