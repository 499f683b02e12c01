public import Wire

/// A member’s skills changed.
public struct MemberSkillsChanged: Message {
    public static let type = "registry.member.skills_changed"
    public static let version = 1
    public static let summary = "A member’s skills changed."

    public let skills: [String]

    public init(skills: [String]) {
        self.skills = skills
    }

    public static let fields = Fields(
        Self.init,
        Field("skills", \.skills, "Codes of all skills that the member has from now on."))
}
