/// Finds out who calls.
public protocol Authenticator: Sendable {
    /// The caller whose token it is.
    ///
    /// Throws: `Problem.unauthenticated`, the same whatever is wrong with the token; `Problem.unavailable` if that can't
    /// be found out just now.
    func principal(for token: String) async throws -> Principal
}
