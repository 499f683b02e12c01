public import Kernel
public import Wire

/// One member's share of an offering.
public struct OfferedMember: WireCodable, Sendable, Equatable {
    static let fields: [FieldDescription] = [
        FieldDescription(
            name: "offer_id", type: .identifier, unit: nil, required: true, summary: "The offer."),
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true, summary: "Whom it is made to."),
    ]

    /// The offer.
    public let offerID: OfferID
    /// Whom it is made to.
    public let memberID: MemberID

    /// Makes the value.
    public init(offerID: OfferID, memberID: MemberID) {
        self.offerID = offerID
        self.memberID = memberID
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        offerID = try object.identifier("offer_id")
        memberID = try object.identifier("member_id")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("offer_id", offerID)
        writer.field("member_id", memberID)
    }
}
