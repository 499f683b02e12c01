public import Kernel
public import Wire

/// A work order was issued for an accepted request.
public struct WorkOrderIssued: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.issued"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A work order was issued for an accepted request."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "request_id", type: .identifier, unit: nil, required: true,
            summary: "The request that the order serves."),
        FieldDescription(
            name: "round", type: .integer, unit: "rounds", required: true,
            summary: "1 for the first work order of a request; one more at each reopening."),
        FieldDescription(
            name: "category", type: .string, unit: nil, required: true,
            summary: "Path in the category tree, its levels joined by a slash."),
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The area whose unit is responsible."),
        FieldDescription(
            name: "resolution_due", type: .timestamp, unit: nil, required: true,
            summary: "When the resolution clock turns red if nothing changes."),
    ]

    /// The request that the order serves.
    public let requestID: ServiceRequestID
    /// 1 for the first work order of a request; one more at each reopening.
    public let round: Int
    /// Path in the category tree, its levels joined by a slash.
    public let category: String
    /// The area whose unit is responsible.
    public let area: AreaCode
    /// When the resolution clock turns red if nothing changes.
    public let resolutionDue: Timestamp

    /// Makes the message.
    public init(requestID: ServiceRequestID, round: Int, category: String, area: AreaCode, resolutionDue: Timestamp) {
        self.requestID = requestID
        self.round = round
        self.category = category
        self.area = area
        self.resolutionDue = resolutionDue
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        requestID = try object.identifier("request_id")
        round = Int(try object.integer("round", in: 1...100))
        category = try object.string("category")
        area = try object.areaCode("area")
        resolutionDue = try object.timestamp("resolution_due")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("request_id", requestID)
        writer.field("round", round)
        writer.field("category", category)
        writer.field("area", area)
        writer.field("resolution_due", resolutionDue)
    }
}
