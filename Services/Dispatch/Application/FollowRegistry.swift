public import Kernel
public import Messaging

/// Keeps the projection of members and areas.
public struct FollowRegistry: Sendable {
    private let store: any CandidateStore
    private let time: any TimeSource
    private let reach: Reach

    public init(store: any CandidateStore, time: any TimeSource, reach: Reach) {
        self.store = store
        self.time = time
        self.reach = reach
    }

    /// Applies a batch of members' events.
    public func handle(_ items: [(receipt: Receipt, news: StoredNews)]) async throws -> [Outcome] {
        try await store.receive(reach, items.map(\.receipt), news: items.map(\.news), now: time.now())
    }

    /// Applies a batch of areas' events.
    public func handle(_ items: [(receipt: Receipt, place: StoredPlace?)]) async throws -> [Outcome] {
        try await store.receive(reach, items.map(\.receipt), places: items.map(\.place))
    }
}
