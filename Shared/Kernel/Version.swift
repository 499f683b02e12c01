/// How often an aggregate has changed; its event number `n` made version `n`.
public struct Version: Hashable, Comparable, Sendable {
    /// The number of changes.
    ///
    /// Range: 0 and up.
    public let value: Int64

    /// Makes the version with that number.
    @inlinable
    public init(value: Int64) {
        self.value = value
    }

    /// The version of what has not been stored yet.
    public static let initial = Version(value: 0)

    /// The version after one more change.
    @inlinable
    public func next() -> Version { Version(value: value + 1) }

    /// Whether the left version is the older one.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
