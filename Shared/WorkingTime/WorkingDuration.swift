/// A length of working time.
///
/// Units: milliseconds that a calendar counts as worked. Not interchangeable with `Duration`, which counts every hour.
public struct WorkingDuration: Hashable, Comparable, Sendable {
    /// The number of working milliseconds.
    public let milliseconds: Int64

    /// Makes a length of that many working milliseconds.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// No time.
    public static let zero = WorkingDuration(milliseconds: 0)

    /// That many working seconds.
    public static func seconds(_ count: Int64) -> Self { Self(milliseconds: count * 1_000) }

    /// That many working minutes.
    public static func minutes(_ count: Int64) -> Self { Self(milliseconds: count * 60_000) }

    /// That many working hours.
    public static func hours(_ count: Int64) -> Self { Self(milliseconds: count * 3_600_000) }

    /// Both lengths together.
    public static func + (left: Self, right: Self) -> Self {
        Self(milliseconds: left.milliseconds + right.milliseconds)
    }

    /// The left length without the right one.
    public static func - (left: Self, right: Self) -> Self {
        Self(milliseconds: left.milliseconds - right.milliseconds)
    }

    /// Whether the left length is the shorter one.
    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// The shortest length that is at least that share of this one; integers only.
    ///
    /// `elapsed >= allowed.share(percent: 80)` holds exactly if `elapsed * 100 >= allowed * 80`.
    public func share(percent: Int) -> Self {
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 100)
        return Self(milliseconds: whole * Int64(percent) + (rest * Int64(percent) + 99) / 100)
    }

    /// The microseconds, brought to the nearest bound if they do not fit.
    var microseconds: Int64 {
        let (product, isTooLarge) = milliseconds.multipliedReportingOverflow(by: 1_000)
        return isTooLarge ? (milliseconds < 0 ? .min : .max) : product
    }
}
