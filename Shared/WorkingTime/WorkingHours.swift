public import Kernel

/// An unbroken stretch of work within one day.
///
/// Units: minutes since local midnight.
public struct WorkingPeriod: Hashable, Sendable {
    /// When work begins.
    ///
    /// Range: 0 to 1439.
    public let start: Int

    /// When work ends, no longer worked itself.
    ///
    /// Range: 1 to 1440, which is midnight at the end of the day.
    public let end: Int

    /// Makes a stretch; `nil` if it is empty or reaches beyond its day.
    public init?(start: Int, end: Int) {
        guard 0 <= start, start < end, end <= 1_440 else { return nil }
        self.start = start
        self.end = end
    }

    private init(wholeDayUntil end: Int) {
        start = 0
        self.end = end
    }

    /// The whole day.
    public static let wholeDay = WorkingPeriod(wholeDayUntil: 1_440)
}

/// The hours of a day's work: stretches in order that do not overlap.
public struct DayHours: Hashable, Sendable {
    /// The stretches, the earliest first.
    public let periods: [WorkingPeriod]

    /// Makes a day of the stretches, in any order; `nil` if two of them overlap.
    public init?(_ periods: [WorkingPeriod]) {
        let sorted = periods.sorted { $0.start < $1.start }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where later.start < earlier.end { return nil }
        self.periods = sorted
    }

    private init(checked periods: [WorkingPeriod]) { self.periods = periods }

    /// A day without work.
    public static let none = DayHours(checked: [])

    /// A day worked through, from midnight to midnight.
    public static let wholeDay = DayHours(checked: [.wholeDay])

    /// Reads hours as configuration has them, `09:00-12:00, 13:30-17:30`; an empty text is a day without work.
    public init?(parsing text: String) {
        var periods: [WorkingPeriod] = []
        for part in text.split(separator: ",") {
            let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
            guard bounds.count == 2, let start = bounds[0], let end = bounds[1],
                let period = WorkingPeriod(start: start, end: end)
            else { return nil }
            periods.append(period)
        }
        self.init(periods)
    }

    /// The working time of the day.
    public var length: WorkingDuration {
        .minutes(periods.reduce(0) { $0 + Int64($1.end - $1.start) })
    }

    /// `13:30` as minutes since midnight; `24:00` is the end of the day.
    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { 48...57 ~= $0 } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 1_440
        else { return nil }
        return hour * 60 + minute
    }
}

/// The hours of a week without holidays.
public struct WeekHours: Hashable, Sendable {
    /// The hours of an ordinary working day; a make-up working day has them too, whatever day of the week it falls on.
    public let ordinary: DayHours

    private let days: [Weekday: DayHours]

    /// Makes a week worked from Monday to Friday, apart from days that have hours of their own.
    public init(ordinary: DayHours, exceptions: [Weekday: DayHours] = [:]) {
        self.ordinary = ordinary
        days = exceptions
    }

    /// The hours of a day of the week.
    public subscript(day: Weekday) -> DayHours {
        days[day] ?? (day == .saturday || day == .sunday ? .none : ordinary)
    }

    /// Every hour of every day.
    public static let roundTheClock = WeekHours(
        ordinary: .wholeDay, exceptions: [.saturday: .wholeDay, .sunday: .wholeDay])
}
