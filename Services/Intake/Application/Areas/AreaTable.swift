public import IntakeDomain

/// The areas as they are kept.
public struct AreaTable: Sendable {
    /// The areas.
    public let areas: [Area]
    /// By which a change of them is noticed.
    public let mark: Mark

    /// A digest of all areas and their moments of change.
    public struct Mark: Sendable, Hashable {
        let digest: Int64

        /// Makes a mark.
        public init(digest: Int64) {
            self.digest = digest
        }
    }

    /// Makes the table.
    public init(areas: [Area], mark: Mark) {
        self.areas = areas
        self.mark = mark
    }
}
