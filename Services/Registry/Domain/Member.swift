public import City
public import Kernel

/// Whether a member can be offered work.
public enum MemberAvailability: String, Hashable, Sendable, CaseIterable {
    case available, busy, exempt
}

/// A member 党员, without anything that says who it is: name and phone are kept apart and sealed.
public struct Member: Hashable, Sendable {
    /// Derived from the member number.
    public let id: MemberID
    /// The number under which the party organisation keeps the member.
    public let number: MemberNumber
    /// The grid or community of residence.
    public internal(set) var home: AreaCode
    /// The employer's unit.
    public internal(set) var organisation: OrganisationID?
    /// What the member can do.
    public internal(set) var skills: SkillSet
    /// Where the member stands in the life of a membership.
    public internal(set) var standing: Standing
    /// How many events have been recorded of the member.
    public internal(set) var version: Version

    /// The states of a member; what only a checked-in member has stands inside that state.
    public enum Standing: Hashable, Sendable {
        /// 未报到: on the list, not yet seen by the community of residence.
        case registered
        /// 在册: checked in to the community of residence 双报到.
        case enrolled(Enrolment)
    }

    /// What a member has once checked in.
    public struct Enrolment: Hashable, Sendable {
        /// The grid checked in to.
        public internal(set) var grid: AreaCode
        public internal(set) var availability: MemberAvailability
        /// The running duty.
        public internal(set) var duty: Duty?

        public init(grid: AreaCode, availability: MemberAvailability, duty: Duty?) {
            self.grid = grid
            self.availability = availability
            self.duty = duty
        }
    }

    /// The member as it is stored; only Storage makes one of its row.
    public init(
        stored number: MemberNumber, home: AreaCode, organisation: OrganisationID?, skills: SkillSet,
        standing: Standing, version: Version
    ) {
        id = RegistryIdentifiers.member(number)
        self.number = number
        self.home = home
        self.organisation = organisation
        self.skills = skills
        self.standing = standing
        self.version = version
    }

    /// The area that the member belongs to: the grid checked in to, before that the home.
    public var area: AreaCode { enrolment?.grid ?? home }

    /// What the member has since the check-in; `nil` before it.
    public var enrolment: Enrolment? {
        if case .enrolled(let enrolment) = standing { enrolment } else { nil }
    }

    /// The state in one word.
    public var status: MemberStatus {
        guard let enrolment else { return .registered }
        if enrolment.duty != nil { return .onDuty }
        return switch enrolment.availability {
        case .available: .available
        case .busy: .busy
        case .exempt: .exempt
        }
    }

    /// The actions that the state allows, for the answer to one that it does not.
    public var allowedActions: [MemberAction] {
        switch status {
        case .registered: [.checkIn, .changeSkills]
        case .onDuty: [.checkIn, .changeSkills, .changeAvailability, .endDuty]
        case .exempt: [.checkIn, .changeSkills, .changeAvailability]
        case .available, .busy: [.checkIn, .changeSkills, .changeAvailability, .startDuty]
        }
    }
}

/// The states of a member in one word each: 未报到, and 在册 as 可用, 忙碌, 值守 or 豁免.
public enum MemberStatus: String, Hashable, Sendable, CaseIterable {
    case registered, available, busy
    case onDuty = "on_duty"
    case exempt
}

/// What can be asked of a member.
public enum MemberAction: String, Hashable, Sendable, CaseIterable {
    case checkIn = "check_in"
    case changeSkills = "change_skills"
    case changeAvailability = "change_availability"
    case startDuty = "start_duty"
    case endDuty = "end_duty"
}
