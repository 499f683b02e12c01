public import Kernel

/// Whose rows a transaction may see: it becomes `SET LOCAL` settings that the row-level policies read.
///
/// Without it no row is seen.
public struct Scope: Sendable, Hashable {
    /// Rows of this area and of those in it.
    public let area: AreaCode
    /// Who acts, for the audit rows; nil where a message or a timer acts.
    public let actor: ActorID?

    /// Makes a scope.
    public init(area: AreaCode, actor: ActorID? = nil) {
        self.area = area
        self.actor = actor
    }

    var settings: [(name: String, value: String)] {
        [("minqing.area", area.text), ("minqing.actor", actor?.description ?? "")]
    }
}
