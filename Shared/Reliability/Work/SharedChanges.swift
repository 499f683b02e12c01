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
/// transactions never wait for each other. Where a shared transaction fails, each of its changes runs by itself, and only
/// the one at fault fails.
public struct SharedChanges<Item: Sendable, Value: Sendable>: Sendable {
    private let commits: GroupCommit<Item, Result<Value, any Error>>

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
        @Sendable func byItself(_ change: Item) async -> Result<Value, any Error> {
            do { return .success(try await alone(change)) } catch { return .failure(error) }
        }
        @Sendable func sharing(_ changes: [Item]) async throws -> [Result<Value, any Error>] {
            guard changes.count > 1 else { return [await byItself(changes[0])] }
            var results: [Result<Value, any Error>] = []
            for (change, outcome) in zip(changes, try await together(changes)) {
                switch outcome {
                case .stored(let value): results.append(.success(value))
                case .refused(let error): results.append(.failure(error))
                case .alone: results.append(await byItself(change))
                }
            }
            return results
        }
        commits = GroupCommit(limit: limit, patience: patience) { changes in
            let groups = Dictionary(grouping: changes.indices) { scope(changes[$0]) }
            var results: [Int: Result<Value, any Error>] = [:]
            for (_, indexes) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
                do {
                    for (index, result) in zip(indexes, try await sharing(indexes.map { changes[$0] })) {
                        results[index] = result
                    }
                } catch {
                    // What the servers' failure says of one change it says of all; another may be one change's alone.
                    let isOurs = !FailureKind.isTransient(error)
                    for index in indexes {
                        results[index] = isOurs ? await byItself(changes[index]) : .failure(error)
                    }
                }
            }
            return changes.indices.map { results[$0] ?? .failure(CancellationError()) }
        }
    }

    /// Carries a change out, with those that others ask for at the same time.
    ///
    /// - Throws: `OverloadedFault` where too many wait; what refused the change.
    public func callAsFunction(_ change: Item) async throws -> Value {
        try await commits.submit(change).get()
    }
}
