public import City
public import Kernel
public import Wire

/// A member took the order on; all other offers are void.
public struct WorkOrderAccepted: Message {
    public static let type = "dispatch.workorder.accepted"
    public static let version = 1
    public static let summary = "A member took the order on; all other offers are void."

    public let requestID: ServiceRequestID
    public let memberID: MemberID
    public let offerID: OfferID?

    public init(requestID: ServiceRequestID, memberID: MemberID, offerID: OfferID? = nil) {
        self.requestID = requestID
        self.memberID = memberID
        self.offerID = offerID
    }

    public static let fields = Fields(
        Self.init,
        Field("request_id", \.requestID, "Identifier of the request that the order serves."),
        Field("member_id", \.memberID, "Identifier of the member who holds the order."),
        Field(
            "offer_id", \.offerID, "Identifier of the offer that was taken; absent where a unit assigned the member."))
}
