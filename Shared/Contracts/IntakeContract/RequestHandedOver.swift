public import Wire

/// A request was handed over to another authority.
public struct RequestHandedOver: Message {
    /// The name under which it travels.
    public static let type = "intake.request.handed_over"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A request was handed over to another authority."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "authority", type: .string, unit: nil, required: true,
            summary: "Code of the authority, e.g. `110`, `119`, `120`.")
    ]

    /// Code of the authority, such as `110`, `119`, `120`.
    public let authority: String

    /// Makes the message.
    public init(authority: String) {
        self.authority = authority
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        authority = try object.string("authority")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("authority", authority)
    }
}
