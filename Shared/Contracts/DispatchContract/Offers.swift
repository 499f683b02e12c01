public import City
public import Kernel
public import Wire

// Offers and their answers.

extension DispatchLanguage {
    static let offers: [any Message.Type] = [
        WorkOrderOffered.self, OfferDeclined.self, OffersExpired.self, WorkOrderAccepted.self,
    ]
}

/// The order was offered to a wave of members.
public struct WorkOrderOffered: Message {
    public static let type = "dispatch.workorder.offered"
    public static let version = 1
    public static let summary = "The order was offered to a wave of members."

    public let requestID: ServiceRequestID
    public let wave: Int
    public let offers: [OfferedMember]
    public let expiresAt: Timestamp

    public init(requestID: ServiceRequestID, wave: Int, offers: [OfferedMember], expiresAt: Timestamp) {
        self.requestID = requestID
        self.wave = wave
        self.offers = offers
        self.expiresAt = expiresAt
    }

    public static let fields = Fields(
        Self.init,
        Field("request_id", \.requestID, "Identifier of the request that the order serves."),
        Field("wave", \.wave, within: 1...100, unit: "waves", "Number of the wave, from 1."),
        Field("offers", \.offers, within: .elements(10_000), "Offers of the wave, the best match first."),
        Field("expires_at", \.expiresAt, "Moment at which the offers expire."))
}

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

/// Why a member declined an offer; declining costs nothing.
public enum DeclineReason: String, WireEnumeration {
    /// Has other work.
    case busy
    /// Not well.
    case unwell
    /// Not in the area.
    case away
    /// Lacks the skill.
    case notSkilled = "not_skilled"
    /// Conflict of interest.
    case conflict
    /// Another reason.
    case other
}

/// A wave of offers ran out with no taker.
public struct OffersExpired: Message {
    public static let type = "dispatch.workorder.offers_expired"
    public static let version = 1
    public static let summary = "A wave of offers ran out with no taker."

    public let wave: Int

    public init(wave: Int) {
        self.wave = wave
    }

    public static let fields = Fields(
        Self.init,
        Field("wave", \.wave, within: 1...100, unit: "waves", "Number of the wave, from 1."))
}

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
