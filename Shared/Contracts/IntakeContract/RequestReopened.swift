public import City
public import Kernel
public import Wire

/// A request is to be handled again.
public struct RequestReopened: Message {
    public static let type = "intake.request.reopened"
    public static let version = 1
    public static let summary = "A request is to be handled again."

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
        Field("work_order_id", \.workOrderID, "Identifier of the work order whose result did not hold."))
}
