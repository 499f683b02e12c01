public import Kernel

/// Who may call a route; there is no default, so every route says it.
public enum Access: Sendable, Hashable {
    /// Anybody, without a token, and why that is right.
    case `public`(reason: String)

    /// Callers with at least one of the roles.
    case roles(Set<Role>)
}
