public import Kernel
public import Wire

/// The work was verified; the requester is to be called back.
public struct CallbackDue: Message {
    /// The name under which it travels.
    public static let type = "intake.request.callback_due"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The work was verified; the requester is to be called back."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "round", type: .integer, unit: "rounds", required: true,
            summary: "1 for the first work order of a request; one more at each reopening."),
        FieldDescription(
            name: "work_order_id", type: .identifier, unit: nil, required: true,
            summary: "The verified work order."),
    ]

    /// 1 for the first work order of a request; one more at each reopening.
    public let round: Int
    /// The verified work order.
    public let workOrderID: WorkOrderID

    /// Makes the message.
    public init(round: Int, workOrderID: WorkOrderID) {
        self.round = round
        self.workOrderID = workOrderID
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        round = Int(try object.integer("round", in: 1...100))
        workOrderID = try object.identifier("work_order_id")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("round", round)
        writer.field("work_order_id", workOrderID)
    }
}
