public import Kernel
public import RegistryDomain

/// Shows the areas of the chain, level by level.
public struct ReadAreas: Sendable {
    private let store: any AreaStore

    public init(store: any AreaStore) {
        self.store = store
    }

    /// A page of the areas directly below one, by code, and the code to go on after; `nil` after the last.
    public func page(
        below parent: AreaCode, after: AreaCode?, limit: Int, scope: ActingScope
    ) async throws -> (areas: [Area], next: AreaCode?) {
        var found = try await store.children(of: parent, after: after, limit: limit + 1, scope: scope)
        let isLast = found.count <= limit
        if !isLast { found.removeLast() }
        return (found, isLast ? nil : found.last?.code)
    }
}
