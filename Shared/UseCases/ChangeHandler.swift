public import City
public import Kernel

/// The one shape of a command on one aggregate: load, compare the version, decide, store.
public struct ChangeHandler<Item: EventMapping, Selection: Sendable>: Sendable {
    private let store: any AggregateStore<Item, Selection>
    private let rules: Item.Rules

    /// Makes the handler of all commands of an aggregate.
    public init(store: any AggregateStore<Item, Selection>, rules: Item.Rules) {
        self.store = store
        self.rules = rules
    }

    /// Carries a command out.
    ///
    /// - Parameter expected: the version that the caller saw; nil where any will do.
    /// - Returns: the aggregate afterwards.
    /// - Throws: `ChangeFault`, or the aggregate's own rejection.
    public func callAsFunction(
        _ command: Item.Command, on selection: Selection, scope: AccessScope, expecting expected: Version? = nil,
        at now: Timestamp
    ) async throws -> Item {
        let transitions = try await store.change(selection, scope: scope) { [rules] items, resources in
            guard let item = items.first else { throw ChangeFault.notFound }
            if let expected, expected != item.version { throw ChangeFault.changedMeanwhile(current: item.version) }
            let events = try item.decide(command, at: now, rules: rules, using: &resources)
            return [Transition(item, events, rules: rules, action: command.kind, actor: scope.actor, at: now)]
        }
        guard let transition = transitions.first else { throw ChangeFault.notFound }
        return transition.after
    }
}
