public import City
public import Kernel
public import Wire

/// A member was registered with the home area, not yet checked in.
public struct MemberRegistered: Message {
    public static let type = "registry.member.registered"
    public static let version = 1
    public static let summary = "A member was registered with the home area, not yet checked in."

    public let area: AreaCode
    public let organisationID: OrganisationID?
    public let skills: [String]

    public init(area: AreaCode, organisationID: OrganisationID? = nil, skills: [String]) {
        self.area = area
        self.organisationID = organisationID
        self.skills = skills
    }

    public static let fields = Fields(
        Self.init,
        Field("area", \.area, "Code of the grid or community where the member lives."),
        Field("organisation_id", \.organisationID, "Identifier of the organisation that employs the member."),
        Field("skills", \.skills, "Codes of the skills of the member."))
}
