/// How a request reached us.
public enum Channel: String, Sendable, Hashable, CaseIterable {
    /// The hotline (12345, 96345).
    case phone
    /// The public web form.
    case web
    /// A text message.
    case sms
    /// A grid worker on patrol.
    case patrol
    /// A call device or sensor.
    case device
    /// Pushed by a call centre or another system.
    case partner

    /// Whether the requester can be called back at all only by a phone number, so that one must be given.
    public var needsPhone: Bool {
        switch self {
        case .phone, .web, .sms: true
        case .patrol, .device, .partner: false
        }
    }
}
