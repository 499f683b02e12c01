public import Kernel
public import Wire

/// The requester rated the service.
public struct RequestRated: Message {
    /// The name under which it travels.
    public static let type = "intake.request.rated"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The requester rated the service."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "stars", type: .integer, unit: "stars", required: true,
            summary: "The rating."),
        FieldDescription(
            name: "work_order_id", type: .identifier, unit: nil, required: true,
            summary: "The work order that is rated."),
    ]

    /// The rating.
    ///
    /// Units: stars.
    public let stars: Int
    /// The work order that is rated.
    public let workOrderID: WorkOrderID

    /// Makes the message.
    public init(stars: Int, workOrderID: WorkOrderID) {
        self.stars = stars
        self.workOrderID = workOrderID
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        stars = Int(try object.integer("stars", in: 1...5))
        workOrderID = try object.identifier("work_order_id")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("stars", stars)
        writer.field("work_order_id", workOrderID)
    }
}
