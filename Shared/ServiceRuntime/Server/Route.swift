import Kernel

/// An endpoint with its path read and its instruments at hand.
struct Route: Sendable {
    let endpoint: Endpoint
    let template: PathTemplate
    let kinds: [String: PathParameter.Kind]
    /// The longest body.
    let bodyLimit: Int

    /// Checks the declaration.
    ///
    /// Throws: `RouteError` if the path is malformed, a described parameter is not in it, or a parameter comes twice.
    init(_ endpoint: Endpoint) throws(RouteError) {
        template = try PathTemplate(endpoint.path)
        let names = template.parameters
        for parameter in endpoint.pathParameters where !names.contains(parameter.name) {
            throw RouteError(route: endpoint.path, reason: "has no parameter named \(parameter.name)")
        }
        guard Set(endpoint.query.map(\.name)).count == endpoint.query.count else {
            throw RouteError(route: endpoint.path, reason: "names a parameter of the query twice")
        }
        if case .public(let reason) = endpoint.access, reason.isEmpty {
            throw RouteError(route: endpoint.path, reason: "is open without a reason")
        }
        var kinds: [String: PathParameter.Kind] = [:]
        for name in names { kinds[name] = endpoint.pathParameters.first { $0.name == name }?.kind ?? .identifier }
        self.kinds = kinds
        self.endpoint = endpoint
        bodyLimit = endpoint.body.limit
    }

    /// The values of the path parameters; `nil` if one of them holds something that its kind can't be.
    func pathParameters(of parts: [String]) -> [String: String]? {
        var pathParameters: [String: String] = [:]
        for (segment, part) in zip(template.segments, parts) {
            guard case .parameter(let name) = segment else { continue }
            guard kinds[name]?.admits(part) == true else { return nil }
            pathParameters[name] = part
        }
        return pathParameters
    }
}

extension PathParameter.Kind {
    /// Whether the text can be of the kind.
    func admits(_ text: String) -> Bool {
        switch self {
        case .identifier: Identifier<Never>(text) != nil
        case .areaCode: AreaCode(text) != nil
        case .token(let maxLength):
            (1...maxLength).contains(text.utf8.count) && text != "." && text != ".."
                && text.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                        true
                    default: false
                    }
                }
        }
    }
}
