import Kernel
public import WorkingTime

/// How much time each obligation leaves, and by which calendar.
public struct ClockLimits: Sendable, Hashable {
    /// Office hours with holidays and make-up days, for general orders.
    public let office: ClockPolicy
    /// Day and night, for urgent ones and emergencies.
    public let roundTheClock: ClockPolicy
    /// Until someone has taken the order on.
    ///
    /// Source: the SLA table of the domain notes, "grid 30 min"; configurable.
    public let signInMinutes: Int64
    /// From acceptance to arrival.
    ///
    /// Source: Jiaxing's service pledge, 15 min; measured from acceptance.
    public let arrivalMinutes: Int64
    /// To solve an emergency.
    ///
    /// Source: our choice; configurable.
    public let emergencyHours: Int64
    /// An urgent order is due the same day (LC rule), but never in less than this.
    ///
    /// Source: our choice.
    public let urgentLeastHours: Int64

    public init(
        office: WorkingCalendar, signInMinutes: Int64 = 30, arrivalMinutes: Int64 = 15, emergencyHours: Int64 = 2,
        urgentLeastHours: Int64 = 4
    ) {
        self.office = ClockPolicy(version: office.version, calendar: office)
        roundTheClock = ClockPolicy(
            version: WorkingCalendar.roundTheClock.version, calendar: .roundTheClock)
        self.signInMinutes = signInMinutes
        self.arrivalMinutes = arrivalMinutes
        self.emergencyHours = emergencyHours
        self.urgentLeastHours = urgentLeastHours
    }

    /// The rules that a stored clock was started with; those of the office stand in for a version that is gone.
    ///
    /// The moments at which the lights turn are stored with the clock, so such a stand-in moves none of them.
    public func policy(version: String) -> ClockPolicy {
        version == roundTheClock.version ? roundTheClock : office
    }

    /// The clock of taking an order on.
    func signIn(_ terms: WorkOrderTerms) -> ClockTerms {
        ClockTerms(
            policy: terms.urgency == .general ? office : roundTheClock,
            limit: .workingTime(.minutes(signInMinutes)))
    }

    /// The clock of arriving.
    var arrival: ClockTerms {
        ClockTerms(policy: roundTheClock, limit: .workingTime(.minutes(arrivalMinutes)))
    }

    /// The clock of solving the request: by the category, the same day, or at once.
    func resolution(_ terms: WorkOrderTerms) -> ClockTerms {
        switch terms.urgency {
        case .general:
            switch terms.responsibility.limit {
            case .workingDays(let count): ClockTerms(policy: office, limit: .workingDays(count))
            case .workingHours(let count): ClockTerms(policy: office, limit: .workingTime(.hours(Int64(count))))
            }
        case .urgent:
            sameDay(from: terms.registeredAt)
        case .emergency:
            ClockTerms(policy: roundTheClock, limit: .workingTime(.hours(emergencyHours)))
        }
    }

    /// One working day after a moment: as much working time as an ordinary day has.
    func oneWorkingDay(after moment: Timestamp) -> Timestamp {
        office.calendar.moment(after: office.calendar.week.ordinary.length, from: moment)
    }

    private func sameDay(from moment: Timestamp) -> ClockTerms {
        let least = WorkingDuration.hours(urgentLeastHours)
        let midnight = roundTheClock.calendar.endOfWorkingDay(0, after: moment)
        let today = roundTheClock.calendar.workingTime(from: moment, to: midnight)
        return ClockTerms(policy: roundTheClock, limit: today < least ? .workingTime(least) : .workingDays(0))
    }
}

/// What a clock starts with.
public struct ClockTerms: Sendable, Hashable {
    /// The rules, pinned.
    public let policy: ClockPolicy
    /// The limit.
    public let limit: TimeLimit
}
