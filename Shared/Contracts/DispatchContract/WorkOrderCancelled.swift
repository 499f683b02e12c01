public import Kernel
public import Wire

/// The order is void: its request was withdrawn.
public struct WorkOrderCancelled: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.cancelled"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The order is void: its request was withdrawn."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "request_id", type: .identifier, unit: nil, required: true,
            summary: "The request that the order serves.")
    ]

    /// The request that the order serves.
    public let requestID: ServiceRequestID

    /// Makes the message.
    public init(requestID: ServiceRequestID) {
        self.requestID = requestID
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        requestID = try object.identifier("request_id")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("request_id", requestID)
    }
}
