public import Wire

/// A member’s skills changed.
public struct MemberSkillsChanged: Message {
    /// The name under which it travels.
    public static let type = "registry.member.skills_changed"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A member’s skills changed."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "skills", type: .array(of: .string), unit: nil, required: true,
            summary: "Codes of all the member’s skills now.")
    ]

    /// Codes of all the member’s skills now.
    public let skills: [String]

    /// Makes the message.
    public init(skills: [String]) {
        self.skills = skills
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        skills = try object.strings("skills")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("skills", skills)
    }
}
