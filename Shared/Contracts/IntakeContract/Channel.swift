public import Wire

/// How a request reached us.
public enum Channel: String, WireEnumeration {
    /// The hotline (12345, 96345).
    case phone
    /// The web form.
    case web
    /// A text message.
    case sms
    /// A grid worker on patrol.
    case patrol
    /// A call device or sensor.
    case device
    /// Pushed by a call centre or another system.
    case partner
}
