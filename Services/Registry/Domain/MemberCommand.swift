public import Kernel

/// What a member, the unit or the clock asks for.
public enum MemberCommand: Hashable, Sendable {
    /// Check in to a grid of the community of residence 双报到.
    case checkIn(AreaCode)
    /// Have these skills and no others.
    case changeSkills(SkillSet)
    case changeAvailability(MemberAvailability)
    /// Sign in to a duty.
    case startDuty(area: AreaCode, until: Timestamp)
    /// Sign out of the running duty.
    case endDuty
    /// Sign out a member who is past the shift's end and the grace after it; changes nothing else.
    case endOverdueDuty
}

extension Member {
    /// What a command comes to; asking for what already is comes to nothing.
    ///
    /// Throws: ``MemberRejection``.
    public static func decide(
        _ command: MemberCommand, _ member: Member, now: Timestamp, policy: DutyPolicy
    ) throws(MemberRejection) -> [MemberEvent] {
        switch command {
        case .checkIn(let grid):
            return try member.checkIn(to: grid)
        case .changeSkills(let skills):
            return skills == member.skills ? [] : [.skillsChanged(skills)]
        case .changeAvailability(let availability):
            guard let enrolment = member.enrolment else { throw member.refusal(of: .changeAvailability) }
            return enrolment.availability == availability ? [] : [.availabilityChanged(availability)]
        case .startDuty(let area, let until):
            return try member.startDuty(in: area, until: until, now: now, policy: policy)
        case .endDuty:
            guard let enrolment = member.enrolment else { throw member.refusal(of: .endDuty) }
            guard let duty = enrolment.duty else { return [] }
            return [.dutyEnded(quarterHours: policy.quarterHours(of: duty, at: now))]
        case .endOverdueDuty:
            guard let duty = member.enrolment?.duty, policy.cap(of: duty) <= now else { return [] }
            return [.dutyEnded(quarterHours: policy.quarterHours(of: duty, at: now))]
        }
    }

    private func checkIn(to grid: AreaCode) throws(MemberRejection) -> [MemberEvent] {
        guard grid.level == .grid else { throw .notAGrid }
        let community = home.ancestor(at: .community) ?? home
        guard community.contains(grid) else { throw .outsideHomeCommunity(community) }
        return enrolment?.grid == grid ? [] : [.checkedIn(grid)]
    }

    private func startDuty(
        in area: AreaCode, until: Timestamp, now: Timestamp, policy: DutyPolicy
    ) throws(MemberRejection) -> [MemberEvent] {
        // Sent again: the duty that was asked for runs.
        if let duty = enrolment?.duty, duty.area == area, duty.until == until { return [] }
        guard allowedActions.contains(.startDuty) else { throw refusal(of: .startDuty) }
        guard until > now else { throw .shiftOver }
        guard until - now <= policy.longestShift else {
            throw .shiftTooLong(limitHours: Int(policy.longestShift / .seconds(3600)))
        }
        if let district = home.district, !district.contains(area) { throw .outsideDistrict(district) }
        return [.dutyStarted(Duty(area: area, since: now, until: until))]
    }

    private func refusal(of action: MemberAction) -> MemberRejection {
        .notAllowed(action, from: status, allowed: allowedActions)
    }
}
