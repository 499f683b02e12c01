public import City
public import Kernel
public import Wire

/// The requester rated the service.
public struct RequestRated: Message {
    public static let type = "intake.request.rated"
    public static let version = 1
    public static let summary = "The requester rated the service."

    public let stars: Int
    public let workOrderID: WorkOrderID

    public init(stars: Int, workOrderID: WorkOrderID) {
        self.stars = stars
        self.workOrderID = workOrderID
    }

    public static let fields = Fields(
        Self.init,
        Field("stars", \.stars, within: 1...5, unit: "stars", "Rating by the requester."),
        Field("work_order_id", \.workOrderID, "Identifier of the work order that is rated."))
}
