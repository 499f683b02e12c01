import Kernel
public import ServiceRuntime

/// Believes every token of the form `role@area@actor`.
public struct TestAuthenticator: Authenticator {
    /// Makes the authenticator.
    public init() {}

    /// Takes the token at its word.
    public func principal(for token: String) async throws -> Principal {
        let parts = token.split(separator: "@").map(String.init)
        guard parts.count == 3, let role = Role(rawValue: parts[0]), let area = AreaCode(parts[1]),
            let actor = ActorID(parts[2])
        else { throw Problem.unauthenticated }
        return Principal(id: actor, roles: [role], area: area)
    }
}
