public import DispatchDomain
import WorkingTime

/// The rules of an installation, read from its city's data.
public struct CityRules: Sendable {
    /// The figures that decisions go by.
    public let rules: DispatchRules
    /// What each category asks for.
    public let catalogue: Catalogue

    /// The figures that an installation may set; see the README's table of keys.
    public struct Figures: Sendable, Hashable {
        public var loadCap = 3
        public var historyPriorPerMille = 320
        public var signInMinutes = 30
        public var arrivalMinutes = 15
        public var emergencyHours = 2
        /// The hours of an ordinary working day, as `09:00-12:00, 13:30-17:30`.
        public var officeHours = "09:00-12:00, 13:30-17:30"

        public init() {}
    }

    /// Reads catalogue and calendar.
    ///
    /// Throws: `CatalogueFault` or `HolidayTableFault` with the line, or `CityRulesFault`.
    public init(catalogue: String, calendar: String, figures: Figures = Figures()) throws {
        guard let hours = DayHours(parsing: figures.officeHours), hours.length > .zero else {
            throw CityRulesFault.officeHours
        }
        let holidays = try HolidayTable(parsing: calendar)
        // The last year of the table names the version: the table grows by one notice a year.
        let version = "office-\(holidays.years.max().map(String.init) ?? "plain")"
        rules = DispatchRules(
            matching: MatchPolicy(loadCap: figures.loadCap, historyPriorPerMille: figures.historyPriorPerMille),
            limits: ClockLimits(
                office: WorkingCalendar(version: version, week: WeekHours(ordinary: hours), holidays: holidays),
                signInMinutes: Int64(figures.signInMinutes), arrivalMinutes: Int64(figures.arrivalMinutes),
                emergencyHours: Int64(figures.emergencyHours)))
        self.catalogue = try Catalogue(csv: catalogue)
    }
}

/// Why the rules of a city cannot be made.
public enum CityRulesFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The office hours are no hours.
    case officeHours

    public var description: String { "the office hours are not of the form 09:00-12:00, 13:30-17:30" }
}
