public import City
public import IntakeDomain
import Synchronization

/// The city's map as this process knows it: rebuilt from the table when it has changed.
///
/// Another process of this service may be the one that takes the registry's events; so the table is asked, cheaply and
/// often, whether it is still the same.
public final class AreaDirectory: Sendable {
    private struct State {
        var map = AreaMap()
        var mark: AreaTable.Mark?
    }

    private let state = Mutex(State())
    private let queries: any RequestQueries
    private let scope: AccessScope

    /// Makes a directory that knows no area yet.
    public init(queries: any RequestQueries, scope: AccessScope) {
        self.queries = queries
        self.scope = scope
    }

    /// The map of this moment.
    public var map: AreaMap { state.withLock { $0.map } }

    /// Rebuilds the map if the table has changed.
    public func refresh() async throws {
        let mark = try await queries.areasMark(scope: scope)
        guard mark != state.withLock({ $0.mark }) else { return }
        let table = try await queries.areas(scope: scope)
        let map = AreaMap(table.areas)
        state.withLock { $0 = State(map: map, mark: table.mark) }
    }
}
