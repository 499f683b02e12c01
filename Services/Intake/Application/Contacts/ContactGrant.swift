public import City
public import Kernel

/// The right of a member to see the contact of a request, from the moment at which the member took its work order on.
public struct ContactGrant: Sendable, Hashable {
    /// The request.
    public let request: ServiceRequestID
    /// The request's area.
    public let area: AreaCode
    /// The member.
    public let member: MemberID
    /// The work order that the member took on.
    public let workOrder: WorkOrderID
    /// The moment.
    public let at: Timestamp

    /// Makes a grant.
    public init(request: ServiceRequestID, area: AreaCode, member: MemberID, workOrder: WorkOrderID, at: Timestamp) {
        self.request = request
        self.area = area
        self.member = member
        self.workOrder = workOrder
        self.at = at
    }
}
