public import Kernel
public import Wire

/// A member declined an offer.
public struct OfferDeclined: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.declined"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A member declined an offer."
    /// The members, in the order they are written.
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

    /// Makes the message.
    public init(offerID: OfferID, memberID: MemberID, reason: DeclineReason) {
        self.offerID = offerID
        self.memberID = memberID
        self.reason = reason
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        offerID = try object.identifier("offer_id")
        memberID = try object.identifier("member_id")
        reason = try object.enumeration("reason", as: DeclineReason.self)
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("offer_id", offerID)
        writer.field("member_id", memberID)
        writer.field("reason", reason.rawValue)
    }
}
