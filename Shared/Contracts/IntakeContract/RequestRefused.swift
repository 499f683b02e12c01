public import Wire

/// A request was not accepted; the requester was told the reason and the route.
public struct RequestRefused: Message {
    public static let type = "intake.request.refused"
    public static let version = 1
    public static let summary = "A request was not accepted; the requester was told the reason and the route."

    public let reason: RefusalReason

    public init(reason: RefusalReason) {
        self.reason = reason
    }

    public static let fields = Fields(
        Self.init,
        Field("reason", \.reason, "Coded reason of the refusal."))
}
