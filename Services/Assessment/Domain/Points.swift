/// An amount of points.
public struct Points: Hashable, Comparable, Sendable {
    /// Units: hundredths of a point; 5850 are 58.50 points.
    public let hundredths: Int64

    public init(hundredths: Int64) {
        self.hundredths = hundredths
    }

    /// No points.
    public static let zero = Points(hundredths: 0)

    /// Whether the left amount is the smaller one.
    public static func < (left: Self, right: Self) -> Bool { left.hundredths < right.hundredths }
    /// The sum.
    public static func + (left: Self, right: Self) -> Self { Points(hundredths: left.hundredths + right.hundredths) }
    /// The difference.
    public static func - (left: Self, right: Self) -> Self { Points(hundredths: left.hundredths - right.hundredths) }
}
