public import City
public import Kernel
public import Wire

/// A member declined an offer.
public struct OfferDeclined: Message {
    public static let type = "dispatch.workorder.declined"
    public static let version = 1
    public static let summary = "A member declined an offer."

    public let offerID: OfferID
    public let memberID: MemberID
    public let reason: DeclineReason

    public init(offerID: OfferID, memberID: MemberID, reason: DeclineReason) {
        self.offerID = offerID
        self.memberID = memberID
        self.reason = reason
    }

    public static let fields = Fields(
        Self.init,
        Field("offer_id", \.offerID, "Identifier of the offer."),
        Field("member_id", \.memberID, "Identifier of the member who declined."),
        Field("reason", \.reason, "Coded reason for which the offer was declined."))
}
