public import Kernel

/// A duty 值守 that is running.
public struct Duty: Hashable, Sendable {
    /// Where it is served.
    public let area: AreaCode
    /// When the member signed in.
    public let since: Timestamp
    /// When the shift ends.
    public let until: Timestamp

    public init(area: AreaCode, since: Timestamp, until: Timestamp) {
        self.area = area
        self.since = since
        self.until = until
    }
}

/// The rules of a duty.
public struct DutyPolicy: Hashable, Sendable {
    /// The longest shift that can be signed in to.
    ///
    /// Source: our choice; eight-hour shifts are usual, a day is the most.
    public let longestShift: Duration
    /// A duty that nobody signed out of counts up to this long after its shift's end.
    ///
    /// Source: our choice, an automatic sign-out half an hour after the shift.
    public let grace: Duration

    public init(longestShift: Duration = .seconds(24 * 3600), grace: Duration = .seconds(1800)) {
        self.longestShift = longestShift
        self.grace = grace
    }

    /// When the time on duty stops counting, no matter who signs out and when.
    public func cap(of duty: Duty) -> Timestamp { duty.until + grace }

    /// The whole quarter hours served by a moment; what is begun and not full does not count.
    ///
    /// Units: quarter hours. Range: 0 to 96, a day.
    public func quarterHours(of duty: Duty, at now: Timestamp) -> Int {
        let served = min(now, cap(of: duty)) - duty.since
        return Int(max(0, min(96, served.wholeMicroseconds / 900_000_000)))
    }
}
