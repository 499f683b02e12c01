public import City
public import Kernel

/// An event of Dispatch about a work order, as far as it matters here.
public enum IncomingWorkOrderEvent: Sendable, Hashable {
    /// It was verified.
    case verified(request: ServiceRequestID, round: Int, workOrder: WorkOrderID)
    /// A member took it on, and may see the contact from now on.
    case accepted(request: ServiceRequestID, by: MemberID, workOrder: WorkOrderID, at: Timestamp)
    /// Anything else, which only counts for the order of events.
    case other

    /// The request that it is about.
    public var request: ServiceRequestID? {
        switch self {
        case .verified(let request, _, _), .accepted(let request, _, _, _): request
        case .other: nil
        }
    }
}

/// A message names a request that was never registered here.
public struct UnknownRequest: Error, Hashable {
    /// The request.
    public let id: ServiceRequestID

    /// Names the request.
    public init(id: ServiceRequestID) {
        self.id = id
    }
}
