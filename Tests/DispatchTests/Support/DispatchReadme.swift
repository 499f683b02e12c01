import FoundationEssentials
import Kernel
import ServiceRuntime
import Wire

/// What Dispatch's README says of its routes and messages.
struct DispatchReadme {
    /// A row of the table of routes.
    struct Route: Sendable {
        /// Such as `POST /v1/offers/{id}/accept`.
        let name: String
        let roles: Set<Role>
    }

    let routes: [Route]
    /// The last words of the types of the messages that go out.
    let messages: Set<String>

    /// The page as it lies in the tree.
    static let stored = Self(parsing: text)

    private static let text: String = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let page = try? Data(contentsOf: root.appending(path: "Services/Dispatch/README.md"))
        return page.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }()

    init(parsing text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        routes = lines.filter { $0.hasPrefix("| `GET ") || $0.hasPrefix("| `POST ") }.map { line in
            let cells = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
            let roles = cells[1].split(separator: ",").map { Role(rawValue: String($0.drop { $0 == " " })) }
            return Route(name: cells[0].filter { $0 != "`" }, roles: Set(roles))
        }
        let section = lines.drop { $0 != "## Messages out" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        let words = section.joined(separator: " ").split(separator: "`", omittingEmptySubsequences: false)
        messages = Set(words.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) })
            .subtracting(["dispatch.workorder."])
    }
}

extension Endpoint {
    /// Its method and path, as the README names it.
    var name: String { "\(method) \(path)" }

    /// Its path with identifiers of things that do not exist.
    var pathToNothing: String {
        path.split(separator: "{id}", omittingEmptySubsequences: false)
            .joined(separator: "019a0000-0000-7000-8000-000000000001")
    }

    /// A body that its schema allows; empty if it takes none.
    var sampleBody: String {
        guard case .json(let schema, _) = body else { return "" }
        var bytes: [UInt8] = []
        schema.sample.write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Schema {
    /// A value that it allows, without optional members.
    fileprivate var sample: JSONValue {
        switch self {
        case .string(let least, _, _): .string(String(repeating: "x", count: max(least, 1)))
        case .integer(let range): .integer(range.lowerBound)
        case .number(let range): .double(range?.lowerBound ?? 0)
        case .boolean: .bool(true)
        case .identifier: .string("019a0000-0000-7000-8000-000000000002")
        case .timestamp: .string("2026-11-18T01:00:00Z")
        case .date: .string("2026-11-18")
        case .areaCode: .string("330402")
        case .choice(let words): .string(words[0])
        case .array(let element, _): .array([element.sample])
        case .object(_, let members, _):
            .object(JSONObject(members.filter(\.isRequired).map { ($0.name, $0.schema.sample) }))
        case .anyObject: .object(JSONObject([]))
        }
    }
}
