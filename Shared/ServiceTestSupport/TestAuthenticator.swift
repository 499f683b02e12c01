import City
public import Kernel
public import ServiceRuntime

/// Believes every token of the form `role,role@area@actor`.
///
/// The actor is an identifier, or a number that stands for ``actor(_:)``.
public struct TestAuthenticator: Authenticator {
    /// Makes the authenticator.
    public init() {}

    /// The actor of a number.
    public static func actor(_ number: UInt64) -> ActorID { ActorID(high: 0xAC70, low: number) }

    /// Takes the token at its word.
    public func principal(for token: String) async throws -> Principal {
        let parts = token.split(separator: "@").map(String.init)
        guard parts.count == 3, let area = AreaCode(parts[1]),
            let actor = ActorID(parts[2]) ?? UInt64(parts[2]).map({ Self.actor($0) })
        else { throw Problem.unauthenticated }
        let roles = Set(parts[0].split(separator: ",").map { Role(rawValue: String($0)) })
        guard !roles.isEmpty, roles.isSubset(of: Role.all) else { throw Problem.unauthenticated }
        return Principal(id: actor, roles: roles, area: area)
    }
}
