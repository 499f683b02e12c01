public import City
public import Kernel

/// What the membership list says of a member: a line of the import, without name and phone.
public struct MemberRegistration: Hashable, Sendable {
    public let number: MemberNumber
    /// The grid or community of residence.
    public let home: AreaCode
    public let organisation: OrganisationID?
    public let skills: SkillSet

    public init(number: MemberNumber, home: AreaCode, organisation: OrganisationID?, skills: SkillSet) {
        self.number = number
        self.home = home
        self.organisation = organisation
        self.skills = skills
    }
}

extension Member {
    /// What a line of the membership list changes of a member who may not exist yet.
    ///
    /// Before the check-in a new home or organisation is a correction and registers the member again; after it that is
    /// a transfer 组织关系转移, which a list cannot do.
    ///
    /// Throws: ``MemberRejection`` when the home is larger than a community, or the line would be a transfer.
    public static func decide(
        _ registration: MemberRegistration, existing: Member?
    ) throws(MemberRejection) -> MemberEvent? {
        guard registration.home.level <= .community else { throw .homeTooLarge }
        guard let existing else { return .registered(registration) }
        if existing.home != registration.home || existing.organisation != registration.organisation {
            guard existing.enrolment == nil else { throw .transferNeeded }
            return .registered(registration)
        }
        return existing.skills == registration.skills ? nil : .skillsChanged(registration.skills)
    }

    /// The member after an event, the first of which makes it.
    public static func applying(_ event: MemberEvent, to existing: Member?) -> Member? {
        if var member = existing {
            member.apply(event)
            return member
        }
        guard case .registered(let registration) = event else { return nil }
        return Member(
            stored: registration.number, home: registration.home, organisation: registration.organisation,
            skills: registration.skills, standing: .registered, version: Version.initial.next())
    }
}
