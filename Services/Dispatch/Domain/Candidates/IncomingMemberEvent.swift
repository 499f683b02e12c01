public import Kernel

/// An event of the registry about a member, as far as it matters here.
public enum IncomingMemberEvent: Sendable, Hashable {
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
    /// Takes an event in; it happened at that moment.
    public mutating func apply(_ event: IncomingMemberEvent, at moment: Timestamp) {
        switch event {
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
