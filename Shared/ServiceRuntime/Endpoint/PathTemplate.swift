/// A path with named path parameters, as in `/v1/requests/{id}/acceptance`.
public struct PathTemplate: Sendable, Hashable, CustomStringConvertible {
    /// One part between two slashes.
    enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
    }

    /// The text as it was declared.
    public let text: String

    let segments: [Segment]

    /// Reads a template.
    ///
    /// Throws: `RouteError` if it does not start with a slash, has an empty part, or names a parameter twice.
    public init(_ text: String) throws(RouteError) {
        guard text.hasPrefix("/"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw RouteError(route: text, reason: "a path starts with a slash and holds ASCII only")
        }
        var segments: [Segment] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            if part.hasPrefix("{"), part.hasSuffix("}") {
                segments.append(.parameter(String(part.dropFirst().dropLast())))
            } else {
                guard !part.contains("{"), !part.contains("}") else {
                    throw RouteError(route: text, reason: "a parameter fills the whole part")
                }
                segments.append(.literal(String(part)))
            }
        }
        guard text == "/" || segments.allSatisfy({ $0 != .literal("") && $0 != .parameter("") }) else {
            throw RouteError(route: text, reason: "a part is empty")
        }
        let names = segments.compactMap { segment in if case .parameter(let name) = segment { name } else { nil } }
        guard Set(names).count == names.count else {
            throw RouteError(route: text, reason: "a parameter is named twice")
        }
        self.text = text
        self.segments = segments
    }

    /// The names of the path parameters, in their order.
    public var parameters: [String] {
        segments.compactMap { segment in if case .parameter(let name) = segment { name } else { nil } }
    }

    /// The text as it was declared.
    public var description: String { text }
}

/// Why the routes of a service can't be served; a mistake of its author, found at start.
public struct RouteError: StartFailure, Hashable {
    /// The route that is meant.
    public let route: String
    /// What is wrong with it.
    public let reason: String

    /// 70: the program is at fault.
    public var exitCode: ExitCode { .software }

    /// The route and what is wrong with it.
    public var description: String { "route \(route): \(reason)" }
}
