public import Wire

/// A wave of offers ran out with no taker.
public struct OffersExpired: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.offers_expired"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A wave of offers ran out with no taker."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "wave", type: .integer, unit: "waves", required: true,
            summary: "Which wave it was.")
    ]

    /// Which wave it was.
    public let wave: Int

    /// Makes the message.
    public init(wave: Int) {
        self.wave = wave
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        wave = Int(try object.integer("wave", in: 1...100))
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("wave", wave)
    }
}
