public import IntakeDomain
public import Kernel

/// The areas as they are kept.
public struct AreaTable: Sendable {
    /// The areas.
    public let areas: [Area]
    /// What tells whether they have changed.
    public let mark: Mark

    /// The number of areas and the moment of the last change.
    public struct Mark: Sendable, Hashable {
        let count: Int64
        let changedAt: Timestamp?

        /// Makes a mark.
        public init(count: Int64, changedAt: Timestamp?) {
            self.count = count
            self.changedAt = changedAt
        }
    }

    /// Makes the table.
    public init(areas: [Area], mark: Mark) {
        self.areas = areas
        self.mark = mark
    }
}
