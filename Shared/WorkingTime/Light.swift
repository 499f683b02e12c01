/// How far a clock has come.
public enum Light: Int, Hashable, Comparable, CaseIterable, Sendable {
    /// Less than the warning share of the allowed time has passed.
    case green
    /// The warning share has passed: 80 % unless the rules say otherwise.
    case yellow
    /// All of the allowed time has passed.
    case red

    /// Whether the left light is the less pressing one.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
