public import Wire

/// A request was not accepted; the requester was told the reason and the route.
public struct RequestRefused: Message {
    public static let type = "intake.request.refused"
    public static let version = 1
    public static let summary = "A request was not accepted; the requester was told the reason and the route."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "reason", type: .enumeration(RefusalReason.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The coded reason."),
    ]

    /// The coded reason.
    public let reason: RefusalReason

    public init(reason: RefusalReason) {
        self.reason = reason
    }

    public init(from object: WireObject) throws(WireError) {
        reason = try object.enumeration("reason", as: RefusalReason.self)
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("reason", reason.rawValue)
    }
}
