import PersonalData

/// The code of a skill, such as `electrician`.
public struct SkillCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Lower-case letters, digits, dashes and underscores.
    ///
    /// Range: 1 to 40 characters.
    public let text: String

    /// Reads a code, upper-case letters made lower; `nil` if it has other characters.
    public init?(_ text: String) {
        let narrow = CodeText.narrowed(text).lowercased()
        guard (1...40).contains(narrow.utf8.count) else { return nil }
        let allowed = narrow.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            case UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        guard allowed else { return nil }
        self.text = narrow
    }

    /// The code.
    public var description: String { text }

    /// Orders codes by their characters.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// The skills of one member: each once, in order.
public struct SkillSet: Hashable, Sendable {
    /// The most skills that a member can have.
    public static let limit = 20

    /// The codes in order.
    public let codes: [SkillCode]

    /// No skills.
    public static let none = SkillSet(sorted: [])

    /// Makes a set; `nil` with more than ``limit`` different codes.
    public init?(_ codes: some Sequence<SkillCode>) {
        let sorted = Set(codes).sorted()
        guard sorted.count <= Self.limit else { return nil }
        self.codes = sorted
    }

    private init(sorted codes: [SkillCode]) {
        self.codes = codes
    }
}
