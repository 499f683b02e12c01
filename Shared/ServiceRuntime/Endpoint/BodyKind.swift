/// What a route takes as the body of a request.
public enum BodyKind: Sendable {
    /// The longest body that a route takes if neither its schema nor the route says otherwise.
    ///
    /// Units: bytes.
    public static let defaultLimit = 2 << 20

    /// None; one that is sent is refused.
    case none

    /// A JSON object of the schema, `application/json`; members that the schema does not name are refused.
    ///
    /// Without a limit the longest body follows from what the schema can hold; see ``BodyLimit``.
    case json(Schema, limit: Int? = nil)

    /// Bytes of one of the named types, such as `text/csv`.
    case bytes(types: [String], limit: Int = defaultLimit)

    /// The longest body; worked out from a schema, so a route keeps it.
    var limit: Int {
        switch self {
        case .none: 0
        case .json(let schema, let limit): limit ?? BodyLimit.limit(of: schema)
        case .bytes(_, let limit): limit
        }
    }

    /// The types that a body may have.
    var types: [String] {
        switch self {
        case .none: []
        case .json: ["application/json"]
        case .bytes(let types, _): types
        }
    }
}
