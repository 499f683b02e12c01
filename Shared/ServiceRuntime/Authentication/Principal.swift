public import Kernel

/// Who calls, as the token says and the service believes.
public struct Principal: Sendable, Hashable {
    /// Who it is; for a member the same as the member's identifier.
    public let id: ActorID

    /// What the caller may be.
    public let roles: Set<Role>

    /// The area that the caller works in; row-level security shows nothing outside it.
    public let area: AreaCode

    /// The organisation that the caller works for, if the token names one.
    public let unit: OrganisationID?

    /// Makes a principal; outside of tests only the verifier does.
    public init(id: ActorID, roles: Set<Role>, area: AreaCode, unit: OrganisationID? = nil) {
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

/// Who calls a route that asks for no token.
public struct Anonymous: Sendable, Hashable {}
