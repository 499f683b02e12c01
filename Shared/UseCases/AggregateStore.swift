public import City
public import Kernel

/// The port behind which aggregates of one kind are kept.
///
/// `Selection` says how they are found: by id, by an offer, by a tracking code.
public protocol AggregateStore<Item, Selection>: Sendable {
    associatedtype Item: EventMapping
    associatedtype Selection: Sendable

    /// Loads and locks what is selected, in id order, has it decided on, and stores what changed with its events, in
    /// one transaction, which other changes of the same area may share.
    ///
    /// - Parameter decide: gets what was found within the scope; nothing can be awaited in it. What it throws is rethrown
    ///   as it is, and nothing of it is stored. It may be called again where a transaction could not be shared.
    /// - Returns: what `decide` returned.
    func change(
        _ selection: Selection, scope: AccessScope,
        decide: @escaping @Sendable ([Item], inout Item.Resources) throws -> [Transition<Item>]
    ) async throws -> [Transition<Item>]
}
