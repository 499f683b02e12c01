public import City
public import Kernel
public import Wire

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
