public import Kernel

/// On whose behalf something is done: what lies outside the area does not exist for it.
public struct ActingScope: Hashable, Sendable {
    public let area: AreaCode
    /// Who acts; `nil` where the clock does.
    public let actor: ActorID?

    public init(area: AreaCode, actor: ActorID? = nil) {
        self.area = area
        self.actor = actor
    }
}
