public import Kernel

/// Who calls, as the token says and the service believes.
public struct Principal: Sendable, Hashable {
    /// Who it is.
    public let id: ActorID

    /// What the caller may be.
    public let roles: Set<Role>

    /// The area that the caller works in; row-level security shows nothing outside it.
    public let area: AreaCode

    /// The organisation that the caller works for, if the token names one.
    public let unit: Identifier<UnitTag>?

    /// Makes a principal; outside of tests only the verifier does.
    public init(id: ActorID, roles: Set<Role>, area: AreaCode, unit: Identifier<UnitTag>? = nil) {
        self.id = id
        self.roles = roles
        self.area = area
        self.unit = unit
    }

    /// Whether the caller has one of the roles.
    public func has(_ role: Role, _ others: Role...) -> Bool {
        roles.contains(role) || others.contains { roles.contains($0) }
    }
}

/// Tags the identifier of the organisation that a caller works for; whose table it is a row of, the product says.
public enum UnitTag {}

/// Who calls a route that asks for no token.
public struct Anonymous: Sendable, Hashable {}
