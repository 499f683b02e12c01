public import Kernel

/// The chain grid → community → street → district → city, and who is responsible on it.
public enum AreaHierarchy {
    /// The area whose unit is responsible once an order stands on that level.
    public static func responsible(for area: AreaCode, at level: AreaCode.Level) -> AreaCode {
        area.ancestor(at: level) ?? area
    }

    /// The next level up; nil above the district.
    ///
    /// Source: issue of the product, "then district": the city supervises and does not take orders over.
    public static func up(from level: AreaCode.Level) -> AreaCode.Level? {
        level >= .district ? nil : AreaCode.Level(rawValue: level.rawValue + 1)
    }
}
