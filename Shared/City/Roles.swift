public import Kernel

// What a caller may be in the city. A token may carry several; a role that is not among these gives nothing, since no
// route names it.

extension Role {
    /// Takes calls and registers service requests.
    public static let callTaker = Role(rawValue: "call-taker")
    /// Issues work orders and offers them.
    public static let dispatcher = Role(rawValue: "dispatcher")
    /// Verifies finished work and calls requesters back.
    public static let verifier = Role(rawValue: "verifier")
    /// A member who takes offers.
    public static let member = Role(rawValue: "member")
    /// A unit that handles work orders.
    public static let unit = Role(rawValue: "unit")
    /// Looks after an area: accepts, refuses, hands over.
    public static let manager = Role(rawValue: "manager")
    /// Reads everything in the area, changes nothing.
    public static let auditor = Role(rawValue: "auditor")
    /// Another program of the suite or a partner's system.
    public static let service = Role(rawValue: "service")

    /// Every role of the city.
    public static let all: [Role] = [callTaker, dispatcher, verifier, member, unit, manager, auditor, service]
}
