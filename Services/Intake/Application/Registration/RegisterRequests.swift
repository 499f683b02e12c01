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

    /// Makes the use case.
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
    /// - Throws: `IntakeFailure.unknownCategory`.
    public func callAsFunction(
        _ registration: Registration, key: IdempotencyKey?, actor: ActorID?, at now: Timestamp,
        cause: Causation? = nil
    ) async throws -> RegistrationOutcome {
        try await store.register(draft(registration, key: key, actor: actor, at: now, cause: cause))
    }

    /// Registers what came as messages, each exactly once: one outcome per entry, in order.
    public func receive(_ entries: [InboxEntry], registrations: [RegistrationDraft]) async throws -> [Outcome] {
        try await store.receive(entries, registrations: registrations)
    }

    /// Classifies and places a registration.
    ///
    /// - Throws: `IntakeFailure.unknownCategory`.
    public func draft(
        _ registration: Registration, key: IdempotencyKey?, actor: ActorID?, at now: Timestamp, cause: Causation?
    ) throws -> RegistrationDraft {
        if let category = registration.category, !catalogue.tree.contains(category) {
            throw IntakeFailure.unknownCategory
        }
        return RegistrationDraft(
            id: .v7(at: now, random: (random.next(), random.next())),
            trackingCode: TrackingCode(random: (random.next(), random.next())), registration: registration,
            suggestion: registration.category == nil ? catalogue.lexicon.suggestion(for: registration.text) : nil,
            placement: placing.placement(of: registration.coordinates, in: registration.area, on: areas.map), key: key,
            actor: actor, now: now, cause: cause)
    }
}
