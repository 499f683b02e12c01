public import Kernel
public import Wire

/// The order was offered to a wave of members.
public struct WorkOrderOffered: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.offered"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The order was offered to a wave of members."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "request_id", type: .identifier, unit: nil, required: true,
            summary: "The request that the order serves."),
        FieldDescription(
            name: "wave", type: .integer, unit: "waves", required: true,
            summary: "Which wave it is."),
        FieldDescription(
            name: "offers", type: .array(of: .object(OfferedMember.fields)), unit: nil, required: true,
            summary: "The offers, best match first."),
        FieldDescription(
            name: "expires_at", type: .timestamp, unit: nil, required: true,
            summary: "When the offers run out."),
    ]

    /// The request that the order serves.
    public let requestID: ServiceRequestID
    /// Which wave it is.
    public let wave: Int
    /// The offers, best match first.
    public let offers: [OfferedMember]
    /// When the offers run out.
    public let expiresAt: Timestamp

    /// Makes the message.
    public init(requestID: ServiceRequestID, wave: Int, offers: [OfferedMember], expiresAt: Timestamp) {
        self.requestID = requestID
        self.wave = wave
        self.offers = offers
        self.expiresAt = expiresAt
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        requestID = try object.identifier("request_id")
        wave = Int(try object.integer("wave", in: 1...100))
        offers = try object.array("offers", max: 10_000, OfferedMember.init(from:))
        expiresAt = try object.timestamp("expires_at")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("request_id", requestID)
        writer.field("wave", wave)
        writer.array("offers", offers) { writer, element in writer.object { element.encode(to: &$0) } }
        writer.field("expires_at", expiresAt)
    }
}
