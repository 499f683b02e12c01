public import City
public import Kernel
public import Wire

/// A posting was reversed.
public struct PointsReversed: Message {
    public static let type = "assessment.posting.reversed"
    public static let version = 1
    public static let summary = "A posting was reversed."

    public let memberID: MemberID
    public let workOrderID: WorkOrderID
    public let quarterHours: Int
    public let points: Int

    public init(memberID: MemberID, workOrderID: WorkOrderID, quarterHours: Int, points: Int) {
        self.memberID = memberID
        self.workOrderID = workOrderID
        self.quarterHours = quarterHours
        self.points = points
    }

    public static let fields = Fields(
        Self.init,
        Field("member_id", \.memberID, "Identifier of the member whose points are taken back."),
        Field("work_order_id", \.workOrderID, "Identifier of the work order whose result did not hold."),
        Field(
            "quarter_hours", \.quarterHours, within: 0...32, unit: "quarter hours", "Service time that is taken back."),
        Field("points", \.points, within: 0...1_000_000, unit: "hundredths of a point", "Points that are taken back."))
}
