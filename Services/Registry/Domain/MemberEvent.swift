public import Kernel

/// What happens to a member.
public enum MemberEvent: Hashable, Sendable {
    /// Taken onto the list, or corrected on it before the check-in.
    case registered(MemberRegistration)
    /// Checked in to a grid of the community of residence.
    case checkedIn(AreaCode)
    /// The skills are these now.
    case skillsChanged(SkillSet)
    /// The availability is this now.
    case availabilityChanged(MemberAvailability)
    /// Signed in to a duty.
    case dutyStarted(Duty)
    /// Signed out, or was signed out. Units: quarter hours.
    case dutyEnded(quarterHours: Int)
}

extension Member {
    /// Takes an event on.
    public mutating func apply(_ event: MemberEvent) {
        switch event {
        case .registered(let registration):
            home = registration.home
            organisation = registration.organisation
            skills = registration.skills
        case .checkedIn(let grid):
            var enrolment = enrolment ?? Enrolment(grid: grid, availability: .available, duty: nil)
            enrolment.grid = grid
            standing = .enrolled(enrolment)
        case .skillsChanged(let skills):
            self.skills = skills
        case .availabilityChanged(let availability):
            change { $0.availability = availability }
        case .dutyStarted(let duty):
            change { $0.duty = duty }
        case .dutyEnded:
            change { $0.duty = nil }
        }
        version = version.next()
    }

    private mutating func change(_ body: (inout Enrolment) -> Void) {
        guard var enrolment else { return }
        body(&enrolment)
        standing = .enrolled(enrolment)
    }
}
