public import City
public import Kernel

/// Verified service: what one work order proves of one member.
public struct ServiceRecord: Hashable, Sendable {
    public let workOrder: WorkOrderID
    public let request: ServiceRequestID
    public let member: MemberID
    /// The area whose unit was responsible.
    public let area: AreaCode
    /// When the member reported the result that was verified: the moment at which the service ended.
    public let servedAt: Timestamp
    /// The proved time.
    ///
    /// Units: quarter hours.
    public let quarterHours: Int
    public let factors: ServiceFactors

    public init(
        workOrder: WorkOrderID, request: ServiceRequestID, member: MemberID, area: AreaCode, servedAt: Timestamp,
        quarterHours: Int, factors: ServiceFactors
    ) {
        self.workOrder = workOrder
        self.request = request
        self.member = member
        self.area = area
        self.servedAt = servedAt
        self.quarterHours = quarterHours
        self.factors = factors
    }

    /// The day of the service, by which it is capped and ranked.
    ///
    /// Source: the calendar day in Asia/Shanghai, UTC+8.
    public var day: CivilDate { servedAt.civil(offsetSeconds: CityTime.offsetSeconds) }
}
