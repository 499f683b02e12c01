public import Kernel

/// On whose behalf something is done: the area whose rows are in sight, and who acts.
public struct Reach: Sendable, Hashable {
    /// Rows of this area and of those in it.
    public let area: AreaCode
    /// Who acts; nil where a message or a timer does.
    public let actor: ActorID?

    public init(area: AreaCode, actor: ActorID? = nil) {
        self.area = area
        self.actor = actor
    }
}
