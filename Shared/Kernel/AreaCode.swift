/// The statistical code of an area, from a city down to a grid; a longer code lies inside every prefix of it.
///
/// Municipality-wide codes of six digits such as `320100` are taken as they come, at the level of a district.
///
/// Source: GB/T 2260 (4 and 6 digits), GB/T 10114 (9 and 12), GB/T 30428.1 (15, the grid).
public struct AreaCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The digits.
    public let text: String

    /// How large an area is, the smallest first.
    public enum Level: Int, CaseIterable, Comparable, Sendable {
        case grid, community, street, district, city

        /// The number of digits in a code of this level.
        public var digits: Int {
            switch self {
            case .grid: 15
            case .community: 12
            case .street: 9
            case .district: 6
            case .city: 4
            }
        }

        /// The level whose codes have that many digits.
        init?(digits: Int) {
            switch digits {
            case 15: self = .grid
            case 12: self = .community
            case 9: self = .street
            case 6: self = .district
            case 4: self = .city
            default: return nil
            }
        }

        /// Whether the left level is the smaller one.
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// How large the area is.
    public let level: Level

    /// Reads a code of 4, 6, 9, 12 or 15 ASCII digits that does not begin with 0; `nil` for anything else.
    public init?(_ text: String) {
        guard let level = Level(digits: text.utf8.count),
            text.utf8.first != UInt8(ascii: "0"),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        self.text = text
        self.level = level
    }

    private init(prefixOf code: AreaCode, level: Level) {
        text = String(code.text.prefix(level.digits))
        self.level = level
    }

    /// Whether the other area is this one or lies inside it.
    public func contains(_ other: AreaCode) -> Bool {
        other.text.utf8.starts(with: text.utf8)
    }

    /// The area one level up; `nil` for a city.
    public var parent: AreaCode? {
        Level(rawValue: level.rawValue + 1).flatMap(ancestor(at:))
    }

    /// The area of that level that holds this one, which may be itself; `nil` if this one is larger than the level.
    public func ancestor(at level: Level) -> AreaCode? {
        guard level >= self.level else { return nil }
        return level == self.level ? self : AreaCode(prefixOf: self, level: level)
    }

    /// The district that the area lies in; `nil` for a city.
    public var district: AreaCode? { ancestor(at: .district) }

    /// The digits.
    public var description: String { text }

    /// Orders codes by their digits, so that an area comes right before what lies inside it.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
