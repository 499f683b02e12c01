import Kernel
import RegistryApplication
import RegistryDomain
import ServiceRuntime
import Wire

/// A member as JSON, name and phone masked.
struct MemberBody: WireEncodable {
    let view: MemberView

    func encode(to writer: inout ObjectWriter) {
        let member = view.member
        writer.field("id", member.id)
        writer.field("member_no", member.number.text)
        writer.field("name", view.maskedName)
        writer.field("phone", view.maskedPhone)
        writer.field("status", member.status.rawValue)
        writer.field("home_area", member.home)
        writer.field("area", member.area)
        writer.field("organisation_id", member.organisation)
        writer.field("skills", member.skills.codes.map(\.text))
        writer.field("availability", member.enrolment?.availability.rawValue)
        if let duty = member.enrolment?.duty {
            writer.object("duty") { object in
                object.field("area", duty.area)
                object.field("since", duty.since)
                object.field("until", duty.until)
            }
        }
        writer.field("version", member.version.value)
    }

    static let schema = Schema.object(
        name: "Member",
        [
            .init("id", .identifier, "The member."),
            .init("member_no", .string(maxLength: 32), "The number in the party organisation's list."),
            .init("name", .string(), "The name, masked."),
            .init("phone", .string(), "The phone, masked."),
            .init("status", .choice(MemberStatus.allCases.map(\.rawValue)), "The state."),
            .init("home_area", .areaCode, "The grid or community of residence."),
            .init("area", .areaCode, "The grid checked in to, before that the home."),
            .init("organisation_id", .identifier, required: false, "The employer's unit."),
            .init("skills", .array(of: .string(maxLength: 40), max: SkillSet.limit), "Codes of the skills."),
            .init(
                "availability", .choice(MemberAvailability.allCases.map(\.rawValue)), required: false,
                "The availability; absent before the check-in."),
            .init(
                "duty",
                .object([
                    .init("area", .areaCode, "Where."), .init("since", .timestamp, "When it began."),
                    .init("until", .timestamp, "When the shift ends."),
                ]), required: false, "The running duty."),
            .init("version", .integer(1...Int64.max), "Counts the changes; the entity tag."),
        ])
}
