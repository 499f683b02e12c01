public import Wire

/// A request was handed over to another authority.
public struct RequestHandedOver: Message {
    public static let type = "intake.request.handed_over"
    public static let version = 1
    public static let summary = "A request was handed over to another authority."

    public let authority: String

    public init(authority: String) {
        self.authority = authority
    }

    public static let fields = Fields(
        Self.init,
        Field("authority", \.authority, "Code of the authority, such as `110`, `119` or `120`."))
}
