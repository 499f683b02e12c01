public import HTTPTypes
public import Hummingbird
public import Kernel
public import Wire

/// One route: from it the server is set up and the OpenAPI document is written, so the two can't disagree.
///
/// Rule: a context's Inbound room declares its endpoints as one list. A handler takes a ``RequestInput`` and returns a
/// response or throws a ``Problem``.
public struct Endpoint: Sendable {
    /// The method.
    public let method: HTTPRequest.Method
    /// The path.
    public let path: String
    /// The name by which generated clients call it, unique within the service.
    public let operation: String
    /// What it does, in one sentence.
    public let summary: String
    /// Who may call it.
    public let access: Access
    /// The parameters of its path; those that are not described are identifiers.
    public let pathParameters: [PathParameter]
    /// The parameters of its query string.
    public let query: [QueryParameter]
    /// The headers that it reads, for the document.
    public let headers: [HeaderParameter]
    /// What it takes as a body.
    public let body: BodyKind
    /// The responses that it gives.
    public let responses: [ResponseDescription]

    let handler: @Sendable (RequestInput<Principal?>) async throws -> Response

    /// Declares a route for callers with at least one of the roles.
    public static func authenticated(
        _ method: HTTPRequest.Method, _ path: String, operation: String, summary: String,
        roles: OneOrMore<Role>, pathParameters: [PathParameter] = [], query: [QueryParameter] = [],
        headers: [HeaderParameter] = [], body: BodyKind = .none, responses: [ResponseDescription],
        handler: @escaping @Sendable (RequestInput<Principal>) async throws -> Response
    ) -> Endpoint {
        Endpoint(
            method: method, path: path, operation: operation, summary: summary, access: .roles(roles.values),
            pathParameters: pathParameters, query: query, headers: headers, body: body, responses: responses
        ) { input in
            // The server lets nobody get here without a principal; were that ever wrong, the answer is 401.
            guard let principal = input.caller else { throw Problem.unauthenticated }
            return try await handler(input.map(principal))
        }
    }

    /// Declares a route for anybody, and why that is right.
    public static func open(
        _ method: HTTPRequest.Method, _ path: String, operation: String, summary: String,
        reason: String, pathParameters: [PathParameter] = [], query: [QueryParameter] = [],
        headers: [HeaderParameter] = [], body: BodyKind = .none, responses: [ResponseDescription],
        handler: @escaping @Sendable (RequestInput<Anonymous>) async throws -> Response
    ) -> Endpoint {
        Endpoint(
            method: method, path: path, operation: operation, summary: summary, access: .public(reason: reason),
            pathParameters: pathParameters, query: query, headers: headers, body: body, responses: responses
        ) { input in try await handler(input.map(Anonymous())) }
    }

    /// What a route answers with one status.
    public struct ResponseDescription: Sendable {
        /// The status.
        public let status: HTTPResponse.Status
        /// When it is answered, in one sentence.
        public let summary: String
        /// The form of the body; `nil` if there is none.
        public let schema: Schema?

        /// Describes an answer.
        public init(_ status: HTTPResponse.Status, _ summary: String, _ schema: Schema? = nil) {
            self.status = status
            self.summary = summary
            self.schema = schema
        }
    }

    /// A header that a route reads.
    public struct HeaderParameter: Sendable, Hashable {
        /// The name.
        public let name: String
        /// Whether it has to be there.
        public let isRequired: Bool
        /// What it means, in one sentence.
        public let summary: String

        /// Describes a header.
        public init(_ name: String, required: Bool, _ summary: String) {
            self.name = name
            self.isRequired = required
            self.summary = summary
        }

        /// `Idempotency-Key`: the same key and body get the same answer.
        public static func idempotencyKey(required: Bool = true) -> HeaderParameter {
            HeaderParameter("Idempotency-Key", required: required, "The same key and body get the same answer.")
        }

        /// `If-Match`: the version that the caller read.
        public static let ifMatch = HeaderParameter("If-Match", required: true, "The version that the caller read.")
    }
}

/// A set with at least one element, so that a route can't forget to name a role.
public struct OneOrMore<Element: Hashable & Sendable>: Sendable {
    /// The elements.
    public let values: Set<Element>

    /// Takes the first and the others.
    public init(_ first: Element, _ others: Element...) {
        values = Set([first] + others)
    }

    /// Takes every element of a list that is known not to be empty: the first one is named.
    public init(_ first: Element, others: some Sequence<Element>) {
        values = Set([first] + others)
    }
}

extension OneOrMore where Element == Role {
    /// One role.
    public static func only(_ role: Role) -> OneOrMore { OneOrMore(role) }

    /// Any of the roles.
    public static func any(_ first: Role, _ others: Role...) -> OneOrMore { OneOrMore(first, others: others) }
}
