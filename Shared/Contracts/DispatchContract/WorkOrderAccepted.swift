public import Kernel
public import Wire

/// A member took the order on; all other offers are void.
public struct WorkOrderAccepted: Message {
    public static let type = "dispatch.workorder.accepted"
    public static let version = 1
    public static let summary = "A member took the order on; all other offers are void."
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

    public init(requestID: ServiceRequestID, memberID: MemberID, offerID: OfferID? = nil) {
        self.requestID = requestID
        self.memberID = memberID
        self.offerID = offerID
    }

    public init(from object: WireObject) throws(WireError) {
        requestID = try object.identifier("request_id")
        memberID = try object.identifier("member_id")
        offerID = try object.optionalIdentifier("offer_id")
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("request_id", requestID)
        writer.field("member_id", memberID)
        writer.field("offer_id", offerID)
    }
}
