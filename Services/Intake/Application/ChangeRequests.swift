public import IntakeDomain
public import Kernel

/// Carries out commands to requests that are registered.
public struct ChangeRequests: Sendable {
    private let store: any IntakeStore
    private let tree: CategoryTree
    private let policies: CallbackPolicies

    /// Makes the handler.
    public init(store: any IntakeStore, tree: CategoryTree, policies: CallbackPolicies = CallbackPolicies()) {
        self.store = store
        self.tree = tree
        self.policies = policies
    }

    /// Carries out a command.
    ///
    /// - Parameter expected: the version that the caller read; nil where the caller does not say.
    /// - Throws: `RequestRejection`, `IntakeFailure`.
    public func callAsFunction(
        _ command: RequestCommand, on id: ServiceRequestID, by acting: Acting, expecting expected: Version? = nil,
        at now: Timestamp
    ) async throws -> ServiceRequest {
        if case .accept(let category, _, let area) = command {
            guard tree.contains(category) else { throw IntakeFailure.unknownCategory }
            guard acting.area.contains(area) else { throw IntakeFailure.areaOutOfScope(area) }
        }
        return try await store.change(id, by: acting, at: now) { [policies] request in
            if let expected, expected != request.version {
                throw RequestRejection.changedMeanwhile(current: request.version)
            }
            return try request.decide(command, policies: policies)
        }
    }

    /// Rates a request for its requester.
    ///
    /// - Throws: `RequestRejection`; `IntakeFailure.notFound` whichever of code and digits is wrong.
    public func rate(
        _ stars: Int, code: TrackingCode, lastFour: String, at now: Timestamp
    ) async throws -> ServiceRequest {
        try await store.rate(code, lastFour: lastFour, at: now) { try $0.decide(.rate(stars: stars)) }
    }
}
