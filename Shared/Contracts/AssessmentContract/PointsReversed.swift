public import Kernel
public import Wire

/// A posting was reversed.
public struct PointsReversed: Message {
    /// The name under which it travels.
    public static let type = "assessment.posting.reversed"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A posting was reversed."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true,
            summary: "The member."),
        FieldDescription(
            name: "work_order_id", type: .identifier, unit: nil, required: true,
            summary: "The work order whose result did not hold."),
        FieldDescription(
            name: "quarter_hours", type: .integer, unit: "quarter hours", required: true,
            summary: "Service time taken back."),
        FieldDescription(
            name: "points", type: .integer, unit: "hundredths of a point", required: true,
            summary: "Points taken back."),
    ]

    /// The member.
    public let memberID: MemberID
    /// The work order whose result did not hold.
    public let workOrderID: WorkOrderID
    /// Service time taken back.
    ///
    /// Units: quarter hours.
    public let quarterHours: Int
    /// Points taken back.
    ///
    /// Units: hundredths of a point.
    public let points: Int

    /// Makes the message.
    public init(memberID: MemberID, workOrderID: WorkOrderID, quarterHours: Int, points: Int) {
        self.memberID = memberID
        self.workOrderID = workOrderID
        self.quarterHours = quarterHours
        self.points = points
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        memberID = try object.identifier("member_id")
        workOrderID = try object.identifier("work_order_id")
        quarterHours = Int(try object.integer("quarter_hours", in: 0...32))
        points = Int(try object.integer("points", in: 0...1_000_000))
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("member_id", memberID)
        writer.field("work_order_id", workOrderID)
        writer.field("quarter_hours", quarterHours)
        writer.field("points", points)
    }
}
