public import City
public import Kernel

/// The port behind which aggregates of one kind are kept.
///
/// `Selection` says how they are found: by id, by an offer, by a tracking code.
public protocol AggregateStore<Item, Selection>: Sendable {
    associatedtype Item: EventMapping
    associatedtype Selection: Sendable

    /// Loads and locks what is selected, in id order, has it decided on, and stores what changed with its events, in
    /// one transaction.
    ///
    /// - Parameter decide: gets what was found within the scope; nothing can be awaited in it. What it throws rolls back
    ///   and is rethrown as it is.
    /// - Returns: what `decide` returned.
    func change(
        _ selection: Selection, scope: AccessScope,
        decide: ([Item], inout Item.Resources) throws -> [Transition<Item>]
    ) async throws -> [Transition<Item>]
}
