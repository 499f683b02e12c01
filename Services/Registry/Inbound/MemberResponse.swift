import Kernel
import RegistryApplication
import RegistryDomain
import Wire

/// A member, name and phone masked.
struct MemberResponse: FieldEncodable {
    let view: MemberView

    static let fields = WrittenFields<Self>(
        name: "Member",
        WrittenField("id", \.view.member.id, "Identifier of the member."),
        WrittenField(
            "member_no", \.view.member.number.text, within: .characters(32),
            "Number of the member in the party organisation's list."),
        WrittenField("name", \.view.maskedName, "Name of the member, masked."),
        WrittenField("phone", \.view.maskedPhone, "Phone number of the member, masked."),
        WrittenField("status", \.view.member.status, "Status of the membership."),
        WrittenField("home_area", \.view.member.home, "Code of the grid or community where the member lives."),
        WrittenField(
            "area", \.view.member.area, "Code of the grid that the member checked in to; of the home before that."),
        WrittenField(
            "organisation_id", \.view.member.organisation,
            "Identifier of the organisation that employs the member."),
        WrittenField(
            "skills", { $0.view.member.skills.codes.map(\.text) },
            within: .elements(SkillSet.limit, each: .characters(40)), "Codes of the member's skills."),
        WrittenField(
            "availability", \.view.member.enrolment?.availability,
            "Availability of the member; absent before the check-in."),
        WrittenField(
            "duty", { $0.view.member.enrolment?.duty.map { DutyLine(duty: $0) } }, "Running duty of the member."),
        WrittenField("version", \.view.member.version, "Number of changes so far; the entity tag."))

    /// The running duty of a member.
    struct DutyLine: FieldEncodable {
        let duty: Duty

        static let fields = WrittenFields<Self>(
            WrittenField("area", \.duty.area, "Code of the area of the duty."),
            WrittenField("since", \.duty.since, "Moment at which the member signed in."),
            WrittenField("until", \.duty.until, "Moment at which the shift ends."))
    }
}
