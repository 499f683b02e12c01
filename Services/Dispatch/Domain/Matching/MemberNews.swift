public import Kernel

/// What the registry tells of a member, as far as it matters here.
public enum MemberNews: Sendable, Hashable {
    case registered(area: AreaCode, skills: [String])
    case checkedIn(area: AreaCode)
    case skillsChanged([String])
    case availabilityChanged(Availability)
    case dutyStarted(area: AreaCode, until: Timestamp)
    case dutyEnded

    /// The area that it names.
    public var area: AreaCode? {
        switch self {
        case .registered(let area, _), .checkedIn(let area), .dutyStarted(let area, _): area
        case .skillsChanged, .availabilityChanged, .dutyEnded: nil
        }
    }

    /// Whether it can make a member pass a gate that was shut before.
    public var mayOpenGate: Bool {
        switch self {
        case .checkedIn, .skillsChanged: true
        case .availabilityChanged(let availability): availability == .available
        case .registered, .dutyStarted, .dutyEnded: false
        }
    }
}

extension Candidate {
    /// The candidate that the first news of a member makes.
    ///
    /// - Parameter area: where the event happened; what is told before a home area is known stands there.
    public init(_ id: MemberID, first news: MemberNews, area: AreaCode, at moment: Timestamp) {
        self.init(id: id, area: area)
        take(news, at: moment)
    }

    /// Takes news in; it happened at that moment.
    public mutating func take(_ news: MemberNews, at moment: Timestamp) {
        switch news {
        case .registered(let area, let skills):
            if !isCheckedIn { self.area = area }
            self.skills = skills
        case .checkedIn(let area):
            self.area = area
            isCheckedIn = true
        case .skillsChanged(let skills):
            self.skills = skills
        case .availabilityChanged(let availability):
            self.availability = availability
        case .dutyStarted(let area, let until):
            rememberNight(endingBy: moment)
            duty = Duty(area: area, startedAt: moment, endsAt: max(moment, until))
        case .dutyEnded:
            duty = duty?.ended(at: moment)
            rememberNight(endingBy: moment)
        }
    }

    private mutating func rememberNight(endingBy moment: Timestamp) {
        guard let duty, duty.isNight else { return }
        nightDutyEndedAt = min(duty.endsAt, moment)
    }
}
