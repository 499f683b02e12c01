public import Kernel
public import Wire

/// A request is to be handled again.
public struct RequestReopened: Message {
    public static let type = "intake.request.reopened"
    public static let version = 1
    public static let summary = "A request is to be handled again."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "round", type: .integer, unit: nil, required: true,
            summary: "1 for the first work order of a request; one more at each reopening."),
        FieldDescription(
            name: "work_order_id", type: .identifier, unit: nil, required: true,
            summary: "The work order whose result did not hold."),
    ]

    /// 1 for the first work order of a request; one more at each reopening.
    public let round: Int
    /// The work order whose result did not hold.
    public let workOrderID: WorkOrderID

    public init(round: Int, workOrderID: WorkOrderID) {
        self.round = round
        self.workOrderID = workOrderID
    }

    public init(from object: WireObject) throws(WireError) {
        round = Int(try object.integer("round", in: 1...100))
        workOrderID = try object.identifier("work_order_id")
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("round", round)
        writer.field("work_order_id", workOrderID)
    }
}
