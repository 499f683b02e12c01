import City
import Kernel
import RegistryApplication
import RegistryDomain
import Wire

/// Where a member checks in.
struct CheckInForm: FieldCodable {
    let area: AreaCode

    static let fields = Fields(
        name: "CheckIn", unknown: .refused, Self.init(area:), Field("area", \.area, "Code of the grid."))
}

/// The skills that a member has from now on.
struct SkillsForm: FieldCodable {
    let skills: [String]

    static let fields = Fields(
        name: "Skills", unknown: .refused, Self.init(skills:),
        Field(
            "skills", \.skills, within: .elements(SkillSet.limit, each: .characters(40)),
            "Codes of all skills that the member has from now on."))

    /// The skills; an error names the form's member.
    func set(in form: WireObject) throws(WireError) -> SkillSet {
        var codes: [SkillCode] = []
        for text in skills {
            guard let code = SkillCode(text) else { throw form.error(.unknownValue, at: "skills") }
            codes.append(code)
        }
        guard let skills = SkillSet(codes) else {
            throw form.error(.tooLong, at: "skills", limit: WireError.Limit(SkillSet.limit, .elements))
        }
        return skills
    }
}

/// Whether a member can be offered work from now on.
struct AvailabilityForm: FieldCodable {
    let availability: MemberAvailability

    static let fields = Fields(
        name: "NewAvailability", unknown: .refused, Self.init(availability:),
        Field("availability", \.availability, "Availability of the member from now on."))
}

/// A duty that a member signs in to.
struct DutyForm: FieldCodable {
    let area: AreaCode
    let until: Timestamp

    static let fields = Fields(
        name: "DutyStart", unknown: .refused, Self.init(area:until:),
        Field("area", \.area, "Code of the area of the duty."),
        Field("until", \.until, "Moment at which the shift ends."))
}

/// Members who check in, each with a grid.
struct CheckInsForm: FieldCodable {
    let members: [Item]

    static let fields = Fields(
        name: "CheckIns", unknown: .refused, Self.init(members:),
        Field("members", \.members, within: .elements(CheckInMany.limit), "Members who check in."))

    struct Item: FieldCodable {
        let member: MemberID
        let area: AreaCode

        static let fields = Fields(
            unknown: .refused, Self.init(member:area:),
            Field("member_id", \.member, "Identifier of the member."), Field("area", \.area, "Code of the grid."))
    }
}

/// What became of each member who was to check in.
struct CheckInsResponse: FieldEncodable {
    let results: [Result]

    static let fields = WrittenFields<Self>(
        name: "CheckInResults",
        WrittenField("results", \.results, within: .elements(CheckInMany.limit), "Results, one for each member sent."))

    struct Result: FieldEncodable {
        let member: MemberID
        let outcome: CheckInMany.Outcome

        static let fields = WrittenFields<Self>(
            WrittenField("member_id", \.member, "Identifier of the member."),
            WrittenField("outcome", \.outcome.word, "Outcome of the check-in."),
            WrittenField("reason", \.outcome.reason, "Reason of the rejection, in Chinese."))
    }

    /// The outcomes of a check-in.
    enum Word: String, WireEnumeration {
        case checkedIn = "checked_in"
        case unchanged
        case rejected
    }
}
