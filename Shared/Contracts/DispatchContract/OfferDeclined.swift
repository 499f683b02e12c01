public import Kernel
public import Wire

/// A member declined an offer.
public struct OfferDeclined: Message {
    public static let type = "dispatch.workorder.declined"
    public static let version = 1
    public static let summary = "A member declined an offer."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "offer_id", type: .identifier, unit: nil, required: true,
            summary: "The offer."),
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true,
            summary: "The member."),
        FieldDescription(
            name: "reason", type: .enumeration(DeclineReason.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The coded reason."),
    ]

    /// The offer.
    public let offerID: OfferID
    /// The member.
    public let memberID: MemberID
    /// The coded reason.
    public let reason: DeclineReason

    public init(offerID: OfferID, memberID: MemberID, reason: DeclineReason) {
        self.offerID = offerID
        self.memberID = memberID
        self.reason = reason
    }

    public init(from object: WireObject) throws(WireError) {
        offerID = try object.identifier("offer_id")
        memberID = try object.identifier("member_id")
        reason = try object.enumeration("reason", as: DeclineReason.self)
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("offer_id", offerID)
        writer.field("member_id", memberID)
        writer.field("reason", reason.rawValue)
    }
}
