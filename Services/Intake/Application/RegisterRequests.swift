public import IntakeDomain
public import Kernel
public import Messaging

/// Registers service requests, from whichever channel.
public struct RegisterRequests: Sendable {
    private let store: any IntakeStore
    private let catalogue: Catalogue
    private let areas: AreaDirectory
    private let placing: PlacingPolicies
    private let random: any RandomSource

    /// The category tree and the lexicon over it.
    public struct Catalogue: Sendable {
        /// The tree.
        public let tree: CategoryTree
        /// The lexicon.
        public let lexicon: Lexicon

        /// Makes a catalogue.
        public init(tree: CategoryTree, lexicon: Lexicon) {
            self.tree = tree
            self.lexicon = lexicon
        }
    }

    /// Makes the handler.
    public init(
        store: any IntakeStore, catalogue: Catalogue, areas: AreaDirectory, city: AreaCode, random: any RandomSource
    ) {
        self.store = store
        self.catalogue = catalogue
        self.areas = areas
        placing = PlacingPolicies(city: city)
        self.random = random
    }

    /// Registers one request.
    ///
    /// A second sending without a key that meets the first in flight waits for it, for up to a second.
    ///
    /// - Throws: `IntakeFailure.unknownCategory`.
    public func callAsFunction(
        _ registration: Registration, key: IdempotencyKey?, actor: ActorID?, now: Timestamp, cause: Causation? = nil
    ) async throws -> RegistrationOutcome {
        let draft = try draft(registration, key: key, actor: actor, now: now, cause: cause)
        for _ in 0..<50 {
            let outcome = try await store.register(draft)
            guard outcome == .inFlight, key == nil else { return outcome }
            try await Task.sleep(for: .milliseconds(20))
        }
        return .inFlight
    }

    /// Classifies and places a registration.
    ///
    /// - Throws: `IntakeFailure.unknownCategory`.
    public func draft(
        _ registration: Registration, key: IdempotencyKey?, actor: ActorID?, now: Timestamp, cause: Causation?
    ) throws -> RegistrationDraft {
        if let category = registration.category, !catalogue.tree.contains(category) {
            throw IntakeFailure.unknownCategory
        }
        return RegistrationDraft(
            id: .v7(at: now, random: (random.next(), random.next())),
            trackingCode: TrackingCode(random: (random.next(), random.next())), registration: registration,
            suggestion: registration.category == nil ? catalogue.lexicon.suggestion(for: registration.text) : nil,
            placement: placing.place(registration.coordinates, in: registration.area, on: areas.map), key: key,
            actor: actor, now: now, cause: cause)
    }

    /// Whether the tree has the category.
    public func knows(_ category: Category) -> Bool { catalogue.tree.contains(category) }
}
