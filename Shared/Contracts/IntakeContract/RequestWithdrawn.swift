public import Wire

/// The requester withdrew the request.
public struct RequestWithdrawn: Message {
    public static let type = "intake.request.withdrawn"
    public static let version = 1
    public static let summary = "The requester withdrew the request."

    public init() {}

    public static let fields = Fields<Self>(Self.init)
}
