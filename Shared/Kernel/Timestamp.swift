/// A moment, counted in microseconds since 1970-01-01T00:00:00Z without leap seconds.
///
/// Units: microseconds, the resolution of PostgreSQL's `timestamptz`.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since the Unix epoch, UTC; negative before it.
    public let microseconds: Int64

    /// Makes the moment that many microseconds after the Unix epoch.
    @inlinable
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The Unix epoch.
    public static let zero = Timestamp(microseconds: 0)

    /// Whether the left moment comes first.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment that much later; what lies below a microsecond is cut off.
    public static func + (moment: Self, duration: Duration) -> Self {
        Timestamp(microseconds: moment.microseconds + duration.wholeMicroseconds)
    }

    /// The moment that much earlier; what lies below a microsecond is cut off.
    public static func - (moment: Self, duration: Duration) -> Self {
        Timestamp(microseconds: moment.microseconds - duration.wholeMicroseconds)
    }

    /// The time from the right moment to the left one, negative if the right one is later.
    public static func - (later: Self, earlier: Self) -> Duration {
        .microseconds(later.microseconds - earlier.microseconds)
    }

    /// Moves the moment later.
    public static func += (moment: inout Self, duration: Duration) { moment = moment + duration }

    /// Moves the moment earlier.
    public static func -= (moment: inout Self, duration: Duration) { moment = moment - duration }
}

extension Duration {
    /// The duration in microseconds, cut off towards zero.
    public var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// The duration in milliseconds, cut off towards zero.
    public var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
