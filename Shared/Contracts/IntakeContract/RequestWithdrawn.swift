public import Wire

/// The requester withdrew the request.
public struct RequestWithdrawn: Message {
    public static let type = "intake.request.withdrawn"
    public static let version = 1
    public static let summary = "The requester withdrew the request."
    public static let fields: [FieldDescription] = []

    public init() {
    }

    public init(from object: WireObject) throws(WireError) {}

    public func encode(to writer: inout ObjectWriter) {}
}
