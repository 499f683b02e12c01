public import Kernel
public import Wire

/// A request was closed.
public struct RequestClosed: Message {
    /// The name under which it travels.
    public static let type = "intake.request.closed"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A request was closed."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "round", type: .integer, unit: "rounds", required: true,
            summary: "1 for the first work order of a request; one more at each reopening."),
        FieldDescription(
            name: "category", type: .string, unit: nil, required: true,
            summary: "Path in the category tree, its levels joined by a slash."),
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The grid or community that was responsible."),
        FieldDescription(
            name: "result", type: .enumeration(CallbackResult.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "What the last callback came to."),
        FieldDescription(
            name: "work_order_id", type: .identifier, unit: nil, required: true,
            summary: "The work order that closed it."),
        FieldDescription(
            name: "registered_at", type: .timestamp, unit: nil, required: true,
            summary: "When the clock of the request started."),
    ]

    /// 1 for the first work order of a request; one more at each reopening.
    public let round: Int
    /// Path in the category tree, its levels joined by a slash.
    public let category: String
    /// The grid or community that was responsible.
    public let area: AreaCode
    /// What the last callback came to.
    public let result: CallbackResult
    /// The work order that closed it.
    public let workOrderID: WorkOrderID
    /// When the clock of the request started.
    public let registeredAt: Timestamp

    /// Makes the message.
    public init(
        round: Int, category: String, area: AreaCode, result: CallbackResult, workOrderID: WorkOrderID,
        registeredAt: Timestamp
    ) {
        self.round = round
        self.category = category
        self.area = area
        self.result = result
        self.workOrderID = workOrderID
        self.registeredAt = registeredAt
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        round = Int(try object.integer("round", in: 1...100))
        category = try object.string("category")
        area = try object.areaCode("area")
        result = try object.enumeration("result", as: CallbackResult.self)
        workOrderID = try object.identifier("work_order_id")
        registeredAt = try object.timestamp("registered_at")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("round", round)
        writer.field("category", category)
        writer.field("area", area)
        writer.field("result", result.rawValue)
        writer.field("work_order_id", workOrderID)
        writer.field("registered_at", registeredAt)
    }
}
