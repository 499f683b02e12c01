public import Kernel

/// On whose behalf something is done, and what that one may see.
public struct Acting: Sendable, Hashable {
    /// Rows of this area and of those in it are seen.
    public let area: AreaCode
    /// Who acts; nil where a message or an anonymous requester does.
    public let actor: ActorID?

    /// Says who acts.
    public init(area: AreaCode, actor: ActorID? = nil) {
        self.area = area
        self.actor = actor
    }
}
