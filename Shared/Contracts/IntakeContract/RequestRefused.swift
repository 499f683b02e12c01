public import Wire

/// A request was not accepted; the requester was told the reason and the route.
public struct RequestRefused: Message {
    /// The name under which it travels.
    public static let type = "intake.request.refused"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A request was not accepted; the requester was told the reason and the route."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "reason", type: .enumeration(RefusalReason.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The coded reason.")
    ]

    /// The coded reason.
    public let reason: RefusalReason

    /// Makes the message.
    public init(reason: RefusalReason) {
        self.reason = reason
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        reason = try object.enumeration("reason", as: RefusalReason.self)
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("reason", reason.rawValue)
    }
}
