public import Kernel
public import Wire

/// A member was registered with the home area, not yet checked in.
public struct MemberRegistered: Message {
    /// The name under which it travels.
    public static let type = "registry.member.registered"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A member was registered with the home area, not yet checked in."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The home grid or community."),
        FieldDescription(
            name: "organisation_id", type: .identifier, unit: nil, required: false,
            summary: "The employer’s unit."),
        FieldDescription(
            name: "skills", type: .array(of: .string), unit: nil, required: true,
            summary: "Codes of the member’s skills."),
    ]

    /// The home grid or community.
    public let area: AreaCode
    /// The employer’s unit.
    public let organisationID: OrganisationID?
    /// Codes of the member’s skills.
    public let skills: [String]

    /// Makes the message.
    public init(area: AreaCode, organisationID: OrganisationID? = nil, skills: [String]) {
        self.area = area
        self.organisationID = organisationID
        self.skills = skills
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        area = try object.areaCode("area")
        organisationID = try object.optionalIdentifier("organisation_id")
        skills = try object.strings("skills")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("area", area)
        writer.field("organisation_id", organisationID)
        writer.field("skills", skills)
    }
}
