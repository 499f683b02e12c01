public import Kernel
public import Wire

/// A member took the order on; all other offers are void.
public struct WorkOrderAccepted: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.accepted"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A member took the order on; all other offers are void."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "request_id", type: .identifier, unit: nil, required: true,
            summary: "The request that the order serves."),
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true,
            summary: "The member."),
        FieldDescription(
            name: "offer_id", type: .identifier, unit: nil, required: false,
            summary: "The offer taken; absent where a unit assigned the member."),
    ]

    /// The request that the order serves.
    public let requestID: ServiceRequestID
    /// The member.
    public let memberID: MemberID
    /// The offer taken; absent where a unit assigned the member.
    public let offerID: OfferID?

    /// Makes the message.
    public init(requestID: ServiceRequestID, memberID: MemberID, offerID: OfferID? = nil) {
        self.requestID = requestID
        self.memberID = memberID
        self.offerID = offerID
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        requestID = try object.identifier("request_id")
        memberID = try object.identifier("member_id")
        offerID = try object.optionalIdentifier("offer_id")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("request_id", requestID)
        writer.field("member_id", memberID)
        writer.field("offer_id", offerID)
    }
}
