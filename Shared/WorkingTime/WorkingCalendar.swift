import City
public import Kernel

/// Which moments count as working time.
///
/// A calendar is a value with a version: it never changes under a clock that was started with it.
public struct WorkingCalendar: Hashable, Sendable {
    /// The name under which clocks pin it, as in `office-2026-1`.
    public let version: String

    /// The hours of a week without holidays.
    public let week: WeekHours

    /// Holidays and make-up working days.
    public let holidays: HolidayTable

    /// Makes a calendar.
    public init(version: String, week: WeekHours, holidays: HolidayTable) {
        self.version = version
        self.week = week
        self.holidays = holidays
    }

    /// Day and night, holidays included, as urgent matters are counted.
    public static let roundTheClock = WorkingCalendar(
        version: "round-the-clock", week: .roundTheClock, holidays: .empty)

    /// The hours of a day.
    public func hours(on date: CivilDate) -> DayHours {
        switch holidays[date]?.kind {
        case .holiday?: .none
        case .workday?: week.ordinary
        case nil: week[date.weekday]
        }
    }

    /// Whether any work is done on a day.
    public func isWorkingDay(_ date: CivilDate) -> Bool {
        !hours(on: date).periods.isEmpty
    }

    /// Whether a moment is working time; the end of a stretch is not.
    public func isWorking(at moment: Timestamp) -> Bool {
        let minute = moment.microsecondOfDay(offsetSeconds: CityTime.offsetSeconds) / Self.microsecondsPerMinute
        return hours(on: Self.date(of: moment)).periods.contains { $0.start <= minute && minute < $0.end }
    }

    /// The day it is in Asia/Shanghai: what "today" means everywhere in the city.
    public static func date(of moment: Timestamp) -> CivilDate {
        moment.civil(offsetSeconds: CityTime.offsetSeconds)
    }

    /// Units: microseconds.
    static let microsecondsPerMinute: Int64 = 60_000_000

    /// The stretches of a day as moments.
    func stretches(on date: CivilDate) -> [Range<Int64>] {
        let midnight = date.start(offsetSeconds: CityTime.offsetSeconds).microseconds
        return hours(on: date).periods.map { period in
            midnight + Int64(period.start) * Self.microsecondsPerMinute..<midnight + Int64(period.end)
                * Self.microsecondsPerMinute
        }
    }
}
