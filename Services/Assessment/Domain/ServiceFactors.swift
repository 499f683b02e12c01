/// What a piece of work was like, as factors on its time.
///
/// Units: tenths; 12 is 1.2. Source: our default, after Shaoshan's "by difficulty, urgency, professional demand".
public struct ServiceFactors: Hashable, Sendable {
    /// 1.0, 1.2 or 1.5.
    public let difficulty: Int
    /// 1.0, 1.2 or 1.5.
    public let urgency: Int
    /// 1.0 or 1.3.
    public let profession: Int
    /// 0, 0.8, 1.0 or 1.1; 0 where a complaint was upheld.
    public let quality: Int

    /// The allowed difficulties and urgencies.
    public static let grades = [10, 12, 15]
    /// The allowed professions.
    public static let professions = [10, 13]
    /// The allowed qualities.
    public static let qualities = [0, 8, 10, 11]

    /// Makes the factors; `nil` if one of them is not among the allowed ones.
    public init?(difficulty: Int, urgency: Int, profession: Int, quality: Int = 10) {
        guard Self.grades.contains(difficulty), Self.grades.contains(urgency), Self.professions.contains(profession),
            Self.qualities.contains(quality)
        else { return nil }
        self.difficulty = difficulty
        self.urgency = urgency
        self.profession = profession
        self.quality = quality
    }
}
