public import City
public import Kernel
public import Wire

/// Verified service was posted to the ledger.
public struct PointsPosted: Message {
    public static let type = "assessment.posting.posted"
    public static let version = 1
    public static let summary = "Verified service was posted to the ledger."

    public let memberID: MemberID
    public let workOrderID: WorkOrderID
    public let requestID: ServiceRequestID
    public let area: AreaCode
    public let quarterHours: Int
    public let points: Int
    public let stars: Int

    public init(
        memberID: MemberID, workOrderID: WorkOrderID, requestID: ServiceRequestID, area: AreaCode, quarterHours: Int,
        points: Int, stars: Int
    ) {
        self.memberID = memberID
        self.workOrderID = workOrderID
        self.requestID = requestID
        self.area = area
        self.quarterHours = quarterHours
        self.points = points
        self.stars = stars
    }

    public static let fields = Fields(
        Self.init,
        Field("member_id", \.memberID, "Identifier of the member who earned the points."),
        Field("work_order_id", \.workOrderID, "Identifier of the verified work order."),
        Field("request_id", \.requestID, "Identifier of the request that the order serves."),
        Field("area", \.area, "Code of the area whose unit was responsible."),
        Field("quarter_hours", \.quarterHours, within: 0...32, unit: "quarter hours", "Service time that was posted."),
        Field("points", \.points, within: 0...1_000_000, unit: "hundredths of a point", "Points that were posted."),
        Field("stars", \.stars, within: 0...5, unit: "stars", "Stars of the member after the posting."))
}
