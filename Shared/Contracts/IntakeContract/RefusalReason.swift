public import Wire

/// Why a request was not accepted.
public enum RefusalReason: String, WireEnumeration {
    /// Belongs to no unit of the city.
    case notInRemit = "not_in_remit"
    /// Before a court or in arbitration.
    case inLitigation = "in_litigation"
    /// The requester has the same request open.
    case duplicate
    /// Not a request.
    case abuse
}
