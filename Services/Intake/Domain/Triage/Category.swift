/// A place in the category tree, from the first level down, such as `城乡建设/城市建设和市政管理/环境卫生`.
public struct Category: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The names of the levels, joined by a slash.
    public let text: String

    /// Reads a path; `nil` if it has no level, more than three, or an empty one.
    ///
    /// Range: at most 200 bytes.
    public init?(_ text: String) {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...3).contains(levels.count), levels.allSatisfy({ !$0.isEmpty }), text.utf8.count <= 200 else {
            return nil
        }
        self.text = text
    }

    /// The names of the levels.
    public var levels: [Substring] { text.split(separator: "/") }

    /// The name of the first level.
    public var first: Substring { levels[0] }

    /// The path.
    public var description: String { text }

    /// Orders paths by their text.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
