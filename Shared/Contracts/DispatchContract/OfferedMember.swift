public import City
public import Kernel
public import Wire

/// One member's share of an offering.
public struct OfferedMember: FieldCodable, Equatable {
    public let offerID: OfferID
    public let memberID: MemberID

    public init(offerID: OfferID, memberID: MemberID) {
        self.offerID = offerID
        self.memberID = memberID
    }

    public static let fields = Fields(
        Self.init,
        Field("offer_id", \.offerID, "Identifier of the offer."),
        Field("member_id", \.memberID, "Identifier of the member to whom the offer is made."))
}
