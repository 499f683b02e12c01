public import City
public import IntakeDomain
public import Kernel
public import UseCases

/// Accepts a request for handling, with a category of the tree and an area of the caller's.
public struct AcceptRequest: Sendable {
    private let change: ChangeHandler<ServiceRequest, RequestSelection>
    private let tree: CategoryTree

    /// Makes the use case.
    public init(change: ChangeHandler<ServiceRequest, RequestSelection>, tree: CategoryTree) {
        self.change = change
        self.tree = tree
    }

    /// Accepts it.
    ///
    /// - Parameter expected: the version that the caller saw.
    /// - Throws: `IntakeFailure`, `ChangeFault`, `RequestRejection`.
    public func callAsFunction(
        _ id: ServiceRequestID, category: Category, urgency: Urgency, area: AreaCode, scope: AccessScope,
        expecting expected: Version, at now: Timestamp
    ) async throws -> ServiceRequest {
        guard tree.contains(category) else { throw IntakeFailure.unknownCategory }
        guard scope.area.contains(area) else { throw IntakeFailure.areaOutOfScope(area) }
        return try await change(
            .accept(category: category, urgency: urgency, area: area), on: .request(id), scope: scope,
            expecting: expected, at: now)
    }
}
