public import Kernel
public import Wire

/// The work was verified; the requester is to be called back.
public struct CallbackDue: Message {
    public static let type = "intake.request.callback_due"
    public static let version = 1
    public static let summary = "The work was verified; the requester is to be called back."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "round", type: .integer, unit: nil, required: true,
            summary: "1 for the first work order of a request; one more at each reopening."),
        FieldDescription(
            name: "work_order_id", type: .identifier, unit: nil, required: true,
            summary: "The verified work order."),
    ]

    /// 1 for the first work order of a request; one more at each reopening.
    public let round: Int
    /// The verified work order.
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
