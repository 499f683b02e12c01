public import City
public import Kernel
public import Wire

/// A request was closed.
public struct RequestClosed: Message {
    public static let type = "intake.request.closed"
    public static let version = 1
    public static let summary = "A request was closed."

    public let round: Int
    public let category: String
    public let area: AreaCode
    public let result: CallbackResult
    public let workOrderID: WorkOrderID
    public let registeredAt: Timestamp

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

    public static let fields = Fields(
        Self.init,
        Field(
            "round", \.round, within: 1...100, unit: "rounds",
            "Number of the round: 1 for the first work order of a request, one more at each reopening."),
        Field("category", \.category, "Path in the category tree, its levels joined by a slash."),
        Field("area", \.area, "Code of the grid or community that was responsible."),
        Field("result", \.result, "Result of the last callback."),
        Field("work_order_id", \.workOrderID, "Identifier of the work order that closed the request."),
        Field("registered_at", \.registeredAt, "Moment at which the clock of the request started."))
}
