/// What a caller may be; a token may carry several.
public enum Role: String, CaseIterable, Sendable, Hashable {
    /// Takes calls and registers service requests.
    case callTaker = "call-taker"
    /// Issues work orders and offers them.
    case dispatcher
    /// Verifies finished work and calls requesters back.
    case verifier
    /// A member who takes offers.
    case member
    /// A unit that handles work orders.
    case unit
    /// Looks after an area: accepts, refuses, hands over.
    case manager
    /// Reads everything in the area, changes nothing.
    case auditor
    /// Another program of the suite or a partner's system.
    case service
}
