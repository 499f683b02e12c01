public import Kernel
public import Wire

/// The order is void: its request was withdrawn.
public struct WorkOrderCancelled: Message {
    public static let type = "dispatch.workorder.cancelled"
    public static let version = 1
    public static let summary = "The order is void: its request was withdrawn."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "request_id", type: .identifier, unit: nil, required: true,
            summary: "The request that the order serves."),
    ]

    /// The request that the order serves.
    public let requestID: ServiceRequestID

    public init(requestID: ServiceRequestID) {
        self.requestID = requestID
    }

    public init(from object: WireObject) throws(WireError) {
        requestID = try object.identifier("request_id")
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("request_id", requestID)
    }
}
