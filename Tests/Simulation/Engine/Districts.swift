import City
import DispatchDomain
import Kernel
import Wire
import WorkingTime

/// The city of the histories: one grid, a few members, an office calendar.
enum Districts {
    /// Wednesday 2026-11-18, 09:00 in Shanghai: the first minute of an office day.
    static let start = Timestamp(iso8601: "2026-11-18T01:00:00Z") ?? .zero
    static let grid = area("330402001001001")
    static let city = area("3304")
    static let scope = AccessScope(area: city)

    static let rules = DispatchRules(
        limits: ClockLimits(
            office: WorkingCalendar(
                version: "office-simulated",
                week: WeekHours(ordinary: DayHours(parsing: "09:00-12:00, 13:30-17:30") ?? .none),
                holidays: .empty)))

    /// Six members who checked in, as every process knows them.
    static let pool: CandidatePool = {
        var pool = CandidatePool()
        for number in 1...6 as ClosedRange<UInt64> {
            pool.absorb(
                Candidate(
                    id: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number), area: grid,
                    isCheckedIn: true, revision: 1))
        }
        return pool
    }()

    static func request(_ number: Int) -> Identifier<AggregateTag> {
        Identifier(high: 0x0191_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number + 1))
    }

    private static func area(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("\(text) is no area") }
        return code
    }
}
