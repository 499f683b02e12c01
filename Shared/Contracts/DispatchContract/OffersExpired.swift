public import Wire

/// A wave of offers ran out with no taker.
public struct OffersExpired: Message {
    public static let type = "dispatch.workorder.offers_expired"
    public static let version = 1
    public static let summary = "A wave of offers ran out with no taker."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "wave", type: .integer, unit: nil, required: true,
            summary: "Which wave it was."),
    ]

    /// Which wave it was.
    public let wave: Int

    public init(wave: Int) {
        self.wave = wave
    }

    public init(from object: WireObject) throws(WireError) {
        wave = Int(try object.integer("wave", in: 1...100))
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("wave", wave)
    }
}
