/// Why a request is not accepted 不予受理; each one has its route, which the requester learns.
public enum RefusalReason: String, Sendable, Hashable, CaseIterable {
    /// It belongs to no unit of the city.
    case notInRemit = "not_in_remit"
    /// It is before a court or in arbitration.
    case inLitigation = "in_litigation"
    /// The requester has the same request open.
    case duplicate
    /// It is not a request.
    case abuse
}
