public import City
public import Kernel

/// An event of a work order that matters to the ledger.
public enum ServiceEvent: Hashable, Sendable {
    /// Its result was reported.
    case submitted(WorkOrderID, at: Timestamp)
    /// Its result was verified.
    case verified(Verification)
    /// Its result did not hold.
    case reopened(WorkOrderID)

    /// The work order that it is about.
    public var workOrder: WorkOrderID {
        switch self {
        case .submitted(let id, _), .reopened(let id): id
        case .verified(let verification): verification.workOrder
        }
    }
}

/// What a verification says.
public struct Verification: Hashable, Sendable {
    public let workOrder: WorkOrderID
    public let request: ServiceRequestID
    public let member: MemberID
    /// The area whose unit was responsible.
    public let area: AreaCode
    /// When it was verified.
    public let at: Timestamp
    /// Units: quarter hours.
    public let quarterHours: Int
    public let factors: ServiceFactors

    public init(
        workOrder: WorkOrderID, request: ServiceRequestID, member: MemberID, area: AreaCode, at: Timestamp,
        quarterHours: Int, factors: ServiceFactors
    ) {
        self.workOrder = workOrder
        self.request = request
        self.member = member
        self.area = area
        self.at = at
        self.quarterHours = quarterHours
        self.factors = factors
    }
}
