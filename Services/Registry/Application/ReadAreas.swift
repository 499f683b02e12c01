public import City
public import Kernel
public import RegistryDomain

/// Shows the areas of the chain, level by level.
public struct ReadAreas: Sendable {
    private let store: any AreaStore

    public init(store: any AreaStore) {
        self.store = store
    }

    /// The areas directly below one, by code, at most that many of those after a code.
    public func callAsFunction(
        below parent: AreaCode, after: AreaCode?, limit: Int, scope: AccessScope
    ) async throws -> [Area] {
        try await store.children(of: parent, after: after, limit: limit, scope: scope)
    }
}
