public import Kernel

/// Whose rows may be seen and changed, and who acts: the one answer to "who sees what" in every room.
///
/// The row-level policies of the database read it; without one no row is visible.
public struct AccessScope: Sendable, Hashable {
    /// Rows of this area and of the areas in it.
    public let area: AreaCode
    /// The acting person or system; nil where a message or a timer acts.
    public let actor: ActorID?

    /// Makes a scope.
    public init(area: AreaCode, actor: ActorID? = nil) {
        self.area = area
        self.actor = actor
    }

    /// The settings of a transaction that the row-level policies read.
    public var settings: [(name: String, value: String)] {
        [("minqing.area", area.text), ("minqing.actor", actor?.description ?? "")]
    }
}
