/// What came of a change that shared a transaction with others.
public enum SharedOutcome<Value: Sendable>: Sendable {
    /// It was stored with the others.
    case stored(Value)
    /// It was refused; it wrote nothing, and the others are stored all the same.
    case refused(any Error)
    /// It has to run by itself: its rows were locked by somebody else, or changed by a neighbour.
    case alone
}

/// Lets concurrent changes of different aggregates share a transaction, those of one scope together.
///
/// A transaction that is shared waits for no row: what another one has locked runs by itself afterwards, so that two shared
/// transactions never wait for each other, and no caller waits for a neighbour's lock. Where a shared transaction fails,
/// each of its changes runs by itself, and only the one at fault fails.
public struct SharedChanges<Item: Sendable, Value: Sendable>: Sendable {
    private let commits: GroupCommit<Item, SharedOutcome<Value>>
    private let alone: @Sendable (Item) async throws -> Value

    /// - Parameters:
    ///   - limit: how many changes may share a transaction. Range: 1…100.
    ///   - patience: how long a caller waits for a transaction to take its change.
    ///   - scope: only changes with the same one share a transaction.
    ///   - together: one outcome per change, in order; it waits for no lock.
    ///   - alone: one change in a transaction of its own.
    public init(
        limit: Int = 50, patience: Duration = .seconds(5), scope: @escaping @Sendable (Item) -> String,
        together: @escaping @Sendable ([Item]) async throws -> [SharedOutcome<Value>],
        alone: @escaping @Sendable (Item) async throws -> Value
    ) {
        self.alone = alone
        commits = GroupCommit(limit: limit, patience: patience) { items in
            var outcomes = [SharedOutcome<Value>](repeating: .alone, count: items.count)
            let groups = Dictionary(grouping: items.indices) { scope(items[$0]) }
            for indexes in groups.values.sorted(by: { $0[0] < $1[0] }) {
                let group = indexes.map { items[$0] }
                let results =
                    group.count == 1
                    ? [await Self.outcome { try await alone(group[0]) }] : await Self.outcomes(group, together)
                for (index, outcome) in zip(indexes, results) { outcomes[index] = outcome }
            }
            return outcomes
        }
    }

    /// How many changes wait for a transaction to take them.
    public var waitingCount: Int { get async { await commits.waitingCount } }

    /// Carries a change out, with those that others ask for at the same time.
    ///
    /// - Throws: `OverloadedFault` where too many wait; what refused the change.
    public func callAsFunction(_ item: Item) async throws -> Value {
        switch try await commits.submit(item) {
        case .stored(let value): return value
        case .refused(let error): throw error
        case .alone: return try await alone(item)
        }
    }

    private static func outcome(_ change: () async throws -> Value) async -> SharedOutcome<Value> {
        do { return .stored(try await change()) } catch { return .refused(error) }
    }

    /// What the servers' failure says of one change it says of all; any other failure may be one change's alone.
    private static func outcomes(
        _ items: [Item], _ together: ([Item]) async throws -> [SharedOutcome<Value>]
    ) async -> [SharedOutcome<Value>] {
        do {
            return try await together(items)
        } catch {
            return items.map { _ in FailureKind.isTransient(error) ? .refused(error) : .alone }
        }
    }
}
