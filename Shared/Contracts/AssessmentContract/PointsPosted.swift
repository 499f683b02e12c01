public import Kernel
public import Wire

/// Verified service was posted to the ledger.
public struct PointsPosted: Message {
    /// The name under which it travels.
    public static let type = "assessment.posting.posted"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "Verified service was posted to the ledger."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true,
            summary: "The member."),
        FieldDescription(
            name: "work_order_id", type: .identifier, unit: nil, required: true,
            summary: "The verified work order."),
        FieldDescription(
            name: "request_id", type: .identifier, unit: nil, required: true,
            summary: "The request that the order serves."),
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The area whose unit was responsible."),
        FieldDescription(
            name: "quarter_hours", type: .integer, unit: "quarter hours", required: true,
            summary: "Service time."),
        FieldDescription(
            name: "points", type: .integer, unit: "hundredths of a point", required: true,
            summary: "Points."),
        FieldDescription(
            name: "stars", type: .integer, unit: "stars", required: true,
            summary: "The member’s stars after it."),
    ]

    /// The member.
    public let memberID: MemberID
    /// The verified work order.
    public let workOrderID: WorkOrderID
    /// The request that the order serves.
    public let requestID: ServiceRequestID
    /// The area whose unit was responsible.
    public let area: AreaCode
    /// Service time.
    ///
    /// Units: quarter hours.
    public let quarterHours: Int
    /// Points.
    ///
    /// Units: hundredths of a point.
    public let points: Int
    /// The member’s stars after it.
    ///
    /// Units: stars.
    public let stars: Int

    /// Makes the message.
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

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        memberID = try object.identifier("member_id")
        workOrderID = try object.identifier("work_order_id")
        requestID = try object.identifier("request_id")
        area = try object.areaCode("area")
        quarterHours = Int(try object.integer("quarter_hours", in: 0...32))
        points = Int(try object.integer("points", in: 0...1_000_000))
        stars = Int(try object.integer("stars", in: 0...5))
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("member_id", memberID)
        writer.field("work_order_id", workOrderID)
        writer.field("request_id", requestID)
        writer.field("area", area)
        writer.field("quarter_hours", quarterHours)
        writer.field("points", points)
        writer.field("stars", stars)
    }
}
