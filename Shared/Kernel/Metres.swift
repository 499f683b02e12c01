/// A length on the ground.
///
/// Units: metres.
public struct Metres: Hashable, Comparable, Sendable {
    /// The number of metres.
    public let value: Double

    /// Makes a length of that many metres.
    public init(value: Double) {
        self.value = value
    }

    /// Whether the left length is the shorter one.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
