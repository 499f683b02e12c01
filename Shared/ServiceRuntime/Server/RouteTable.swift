import HTTPTypes

/// Finds the endpoint for a method and a path.
///
/// Why: Hummingbird's own router takes `//` for `/`, knows no 405 and sees a path before its escapes are checked; here a
/// path either is one of ours, byte for byte after decoding, or is not found.
struct RouteTable: Sendable {
    /// What was found.
    enum Match: Sendable {
        case found(Route, pathParameters: [String: String])
        case methodNotAllowed(route: String, allowed: [String])
        case notFound
    }

    private final class Node: Sendable {
        let literals: [String: Node]
        let parameter: Node?
        let routes: [String: Route]

        init(_ routes: [(segments: ArraySlice<PathTemplate.Segment>, route: Route)]) {
            var literals: [String: [(ArraySlice<PathTemplate.Segment>, Route)]] = [:]
            var parameter: [(ArraySlice<PathTemplate.Segment>, Route)] = []
            var own: [String: Route] = [:]
            for (segments, route) in routes {
                switch segments.first {
                case nil: own[route.endpoint.method.rawValue] = route
                case .literal(let text): literals[text, default: []].append((segments.dropFirst(), route))
                case .parameter: parameter.append((segments.dropFirst(), route))
                }
            }
            self.literals = literals.mapValues { Node($0) }
            self.parameter = parameter.isEmpty ? nil : Node(parameter)
            self.routes = own
        }
    }

    /// The longest path that is looked at.
    ///
    /// Units: bytes.
    static let longestPath = 2_048

    /// Every route, in the order of the declaration.
    let routes: [Route]

    private let root: Node

    /// Sets the table up.
    ///
    /// Throws: `RouteError` for a path that is declared twice with one method, or an operation named twice.
    init(_ endpoints: [Endpoint]) throws(RouteError) {
        var routes: [Route] = []
        var shapes: Set<String> = []
        var operations: Set<String> = []
        for endpoint in endpoints {
            let route = try Route(endpoint)
            let shape = route.template.segments.map { segment in
                if case .literal(let text) = segment { text } else { "{}" }
            }
            guard shapes.insert("\(endpoint.method.rawValue) /\(shape.joined(separator: "/"))").inserted else {
                throw RouteError(route: endpoint.path, reason: "is declared twice for \(endpoint.method.rawValue)")
            }
            guard operations.insert(endpoint.operation).inserted else {
                throw RouteError(route: endpoint.path, reason: "the operation \(endpoint.operation) is declared twice")
            }
            routes.append(route)
        }
        self.routes = routes
        root = Node(routes.map { (segments: $0.template.segments[...], route: $0) })
    }

    /// Finds the endpoint; `HEAD` finds what `GET` finds.
    func match(_ method: HTTPRequest.Method, path: Substring) -> Match {
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= Self.longestPath else { return .notFound }
        var parts: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let text = PercentEncoding.decode(part, plusIsSpace: false),
                !text.utf8.contains(UInt8(ascii: "/")), !text.utf8.contains(0)
            else { return .notFound }
            parts.append(text)
        }
        guard let node = find(parts[...], from: root),
            let any = node.routes.values.first(where: { $0.pathParameters(of: parts) != nil })
        else { return .notFound }
        let wanted = method == .head ? HTTPRequest.Method.get.rawValue : method.rawValue
        guard let route = node.routes[wanted] else {
            var allowed = node.routes.keys.sorted()
            if node.routes[HTTPRequest.Method.get.rawValue] != nil { allowed.append(HTTPRequest.Method.head.rawValue) }
            return .methodNotAllowed(route: any.template.text, allowed: allowed.sorted())
        }
        guard let pathParameters = route.pathParameters(of: parts) else { return .notFound }
        return .found(route, pathParameters: pathParameters)
    }

    /// A literal part wins over a parameter; where it leads nowhere, the parameter is tried.
    private func find(_ parts: ArraySlice<String>, from node: Node) -> Node? {
        guard let part = parts.first else { return node.routes.isEmpty ? nil : node }
        if let next = node.literals[part], let found = find(parts.dropFirst(), from: next) { return found }
        return node.parameter.flatMap { find(parts.dropFirst(), from: $0) }
    }
}
