/// What the catalogue says of a category, pinned to each order at its issue.
public struct Responsibility: Sendable, Hashable {
    /// The skill that helps; nil where none does.
    public let skill: String?
    /// Whether nobody may do it without that skill.
    public let requiresCertificate: Bool
    /// Units: tenths.
    ///
    /// Range: 10, 12 or 15.
    public let difficulty: Int
    /// Units: tenths.
    ///
    /// Range: 10 or 13.
    public let profession: Int
    /// The time that a general request of the category is given.
    public let limit: CategoryLimit

    public init(
        skill: String? = nil, requiresCertificate: Bool = false, difficulty: Int = 10, profession: Int = 10,
        limit: CategoryLimit = .workingDays(5)
    ) {
        self.skill = skill
        self.requiresCertificate = requiresCertificate
        self.difficulty = difficulty
        self.profession = profession
        self.limit = limit
    }
}

/// How long a general request of a category may take.
public enum CategoryLimit: Sendable, Hashable {
    case workingDays(Int)
    case workingHours(Int)
}

/// The catalogue of categories: the longest prefix of a category's path decides.
public struct Catalogue: Sendable {
    private let rows: [String: Responsibility]
    private let fallback: Responsibility

    public init(rows: [String: Responsibility], fallback: Responsibility = Responsibility()) {
        self.rows = rows
        self.fallback = fallback
    }

    /// How many paths it names.
    public var count: Int { rows.count }

    /// What it says of a category such as `城乡建设/城市建设和市政管理/园林绿化环卫`.
    ///
    /// - Parameter skill: the skill that the request asks for, which goes before the catalogue's, unless that one needs a
    ///   certificate.
    public func responsibility(for category: String, skill: String? = nil) -> Responsibility {
        let found = longestPrefix(of: category)
        // What needs a certificate needs it whatever else is asked for.
        guard let skill, !found.requiresCertificate else { return found }
        return Responsibility(
            skill: skill, requiresCertificate: false, difficulty: found.difficulty, profession: found.profession,
            limit: found.limit)
    }

    private func longestPrefix(of category: String) -> Responsibility {
        var path = Substring(category)
        while true {
            if let row = rows[String(path)] { return row }
            guard let slash = path.lastIndex(of: "/") else { return fallback }
            path = path[..<slash]
        }
    }
}
