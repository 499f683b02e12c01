public import Wire

/// A request was handed over to another authority.
public struct RequestHandedOver: Message {
    public static let type = "intake.request.handed_over"
    public static let version = 1
    public static let summary = "A request was handed over to another authority."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "authority", type: .string, unit: nil, required: true,
            summary: "Code of the authority, e.g. `110`, `119`, `120`."),
    ]

    /// Code of the authority, e.g. `110`, `119`, `120`.
    public let authority: String

    public init(authority: String) {
        self.authority = authority
    }

    public init(from object: WireObject) throws(WireError) {
        authority = try object.string("authority")
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("authority", authority)
    }
}
