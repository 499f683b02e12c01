public import Wire

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
