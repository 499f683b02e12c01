public import City
public import Kernel
public import Wire

// What becomes of a work order as a whole.

extension DispatchLanguage {
    static let workOrders: [any Message.Type] = [WorkOrderIssued.self, WorkOrderCancelled.self]
}

/// A work order was issued for an accepted request.
public struct WorkOrderIssued: Message {
    public static let type = "dispatch.workorder.issued"
    public static let version = 1
    public static let summary = "A work order was issued for an accepted request."

    public let requestID: ServiceRequestID
    public let round: Int
    public let category: String
    public let area: AreaCode
    public let resolutionDue: Timestamp

    public init(requestID: ServiceRequestID, round: Int, category: String, area: AreaCode, resolutionDue: Timestamp) {
        self.requestID = requestID
        self.round = round
        self.category = category
        self.area = area
        self.resolutionDue = resolutionDue
    }

    public static let fields = Fields(
        Self.init,
        Field("request_id", \.requestID, "Identifier of the request that the order serves."),
        Field(
            "round", \.round, within: 1...100, unit: "rounds",
            "Number of the round: 1 for the first work order of a request, one more at each reopening."),
        Field("category", \.category, "Path in the category tree, its levels joined by a slash."),
        Field("area", \.area, "Code of the area whose unit is responsible."),
        Field("resolution_due", \.resolutionDue, "Moment at which the resolution clock turns red if nothing changes."))
}

/// The order is void: its request was withdrawn.
public struct WorkOrderCancelled: Message {
    public static let type = "dispatch.workorder.cancelled"
    public static let version = 1
    public static let summary = "The order is void: its request was withdrawn."

    public let requestID: ServiceRequestID

    public init(requestID: ServiceRequestID) {
        self.requestID = requestID
    }

    public static let fields = Fields(
        Self.init,
        Field("request_id", \.requestID, "Identifier of the request that the order serves."))
}
