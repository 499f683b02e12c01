public import IntakeDomain
public import Kernel
public import Messaging

/// Where requests are kept: the port that Storage fills.
public protocol IntakeStore: Sendable {
    /// Registers; registrations that come at the same time share a transaction.
    func register(_ draft: RegistrationDraft) async throws -> RegistrationOutcome

    /// Registers what came as messages: one outcome a receipt, in order.
    func receive(_ receipts: [Receipt], registrations: [RegistrationDraft]) async throws -> [Outcome]

    /// Takes what became of work orders: one outcome a receipt, in order.
    func receive(_ receipts: [Receipt], notices: [WorkOrderNotice], now: Timestamp) async throws -> [Outcome]

    /// Takes areas that the registry told of: one outcome a receipt, in order.
    func receive(_ receipts: [Receipt], areas: [Area]) async throws -> [Outcome]

    /// Changes one request; `decide` sees it locked, and nothing can be awaited in it.
    ///
    /// - Throws: `IntakeFailure.notFound` if it is not there or not in the area; what `decide` throws, as it is.
    func change(
        _ id: ServiceRequestID, by acting: Acting, at now: Timestamp,
        decide: @Sendable (ServiceRequest) throws -> [RequestEvent]
    ) async throws -> ServiceRequest

    /// Rates the request with that tracking code and those last four digits.
    ///
    /// - Throws: `IntakeFailure.notFound` whichever of the two is wrong.
    func rate(
        _ code: TrackingCode, lastFour: String, at now: Timestamp,
        decide: @Sendable (ServiceRequest) throws -> [RequestEvent]
    ) async throws -> ServiceRequest
}

/// What this context wants to know of a work order's life.
public enum WorkOrderNotice: Sendable, Hashable {
    /// It was verified.
    case verified(request: ServiceRequestID, round: Int, workOrder: WorkOrderID)
    /// A member took it on, and may see the contact from now on.
    case taken(request: ServiceRequestID, by: MemberID, workOrder: WorkOrderID, at: Timestamp)
    /// Something else, which the version gate counts and nobody here needs.
    case other

    /// The request that it is about.
    public var request: ServiceRequestID? {
        switch self {
        case .verified(let request, _, _), .taken(let request, _, _, _): request
        case .other: nil
        }
    }
}

/// Why something could not be done that is no rule of the request's life.
public enum IntakeFailure: Error, Sendable, Hashable {
    /// There is no such request, or not for this caller.
    case notFound
    /// The area is not the caller's.
    case areaOutOfScope(AreaCode)
    /// The category tree has no such category.
    case unknownCategory
    /// A message tells of a request that was never registered here.
    case unknownRequest(ServiceRequestID)
}
