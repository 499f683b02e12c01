public import Wire

/// A member’s skills changed.
public struct MemberSkillsChanged: Message {
    public static let type = "registry.member.skills_changed"
    public static let version = 1
    public static let summary = "A member’s skills changed."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "skills", type: .array(of: .string), unit: nil, required: true,
            summary: "Codes of all the member’s skills now."),
    ]

    /// Codes of all the member’s skills now.
    public let skills: [String]

    public init(skills: [String]) {
        self.skills = skills
    }

    public init(from object: WireObject) throws(WireError) {
        skills = try object.strings("skills")
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("skills", skills)
    }
}
