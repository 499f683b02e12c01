/// Another authority that a request is handed over to 转紧急 / 转办.
public enum Authority: String, Sendable, Hashable, CaseIterable {
    /// The police 110.
    case police = "110"
    /// Fire and rescue 119.
    case fire = "119"
    /// Ambulance 120.
    case ambulance = "120"
    /// Road accidents 122.
    case traffic = "122"
    /// Any other, named in the request's log.
    case other
}
