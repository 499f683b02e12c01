import Kernel

/// How much time an obligation leaves.
public enum TimeLimit: Hashable, Sendable {
    /// That much working time, counted from the start.
    case workingTime(WorkingDuration)

    /// Until the end of the working hours of that many working days later; 0 is the same day.
    case workingDays(Int)

    /// The limit as working time from a start.
    func allowed(from start: Timestamp, on calendar: WorkingCalendar) -> WorkingDuration {
        switch self {
        case .workingTime(let duration): duration
        case .workingDays(let count):
            calendar.workingTime(from: start, to: calendar.endOfWorkingDay(count, after: start))
        }
    }

    /// The limit as time added to another one: a working day is then the length of an ordinary day.
    ///
    /// Our choice; where all days are equally long it moves the end of a working day to the end of a later one.
    func extra(on calendar: WorkingCalendar) -> WorkingDuration {
        switch self {
        case .workingTime(let duration): duration
        case .workingDays(let count):
            WorkingDuration(milliseconds: calendar.week.ordinary.length.milliseconds * Int64(count))
        }
    }

    var isPositive: Bool {
        switch self {
        case .workingTime(let duration): duration > .zero
        case .workingDays(let count): count > 0
        }
    }

    /// Whether a clock may run to it: no negative time, and few enough days to be counted.
    var isUsable: Bool {
        switch self {
        case .workingTime(let duration): duration > .zero && duration.milliseconds <= Self.longestMilliseconds
        case .workingDays(let count): (0...36_500).contains(count)
        }
    }

    /// A hundred years.
    private static let longestMilliseconds: Int64 = 100 * 366 * 86_400_000
}

/// The rules that a clock runs by, pinned when it starts.
public struct ClockPolicy: Hashable, Sendable {
    /// The version of the rules, as they were published.
    public let version: String

    /// Which moments count.
    public let calendar: WorkingCalendar

    /// The share of the allowed time from which the light is yellow.
    ///
    /// Units: per cent. Range: 1 to 100. Source: our default of 80, as other case systems have it.
    public let yellowPercent: Int

    /// How often the limit may be extended.
    ///
    /// Source: our default of 1, "once, before the limit".
    public let greatestExtensions: Int

    /// Makes the rules; a share outside of its range is brought to the nearest bound.
    public init(version: String, calendar: WorkingCalendar, yellowPercent: Int = 80, greatestExtensions: Int = 1) {
        self.version = version
        self.calendar = calendar
        self.yellowPercent = min(max(yellowPercent, 1), 100)
        self.greatestExtensions = max(greatestExtensions, 0)
    }
}
