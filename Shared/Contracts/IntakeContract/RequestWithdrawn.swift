public import Wire

/// The requester withdrew the request.
public struct RequestWithdrawn: Message {
    /// The name under which it travels.
    public static let type = "intake.request.withdrawn"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The requester withdrew the request."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = []

    /// Makes the message.
    public init() {
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {}

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {}
}
