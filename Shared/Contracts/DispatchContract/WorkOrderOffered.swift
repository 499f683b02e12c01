public import City
public import Kernel
public import Wire

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
