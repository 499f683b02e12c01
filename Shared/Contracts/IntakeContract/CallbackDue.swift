public import City
public import Kernel
public import Wire

/// The work was verified; the requester is to be called back.
public struct CallbackDue: Message {
    public static let type = "intake.request.callback_due"
    public static let version = 1
    public static let summary = "The work was verified; the requester is to be called back."

    public let round: Int
    public let workOrderID: WorkOrderID

    public init(round: Int, workOrderID: WorkOrderID) {
        self.round = round
        self.workOrderID = workOrderID
    }

    public static let fields = Fields(
        Self.init,
        Field(
            "round", \.round, within: 1...100, unit: "rounds",
            "Number of the round: 1 for the first work order of a request, one more at each reopening."),
        Field("work_order_id", \.workOrderID, "Identifier of the verified work order."))
}
