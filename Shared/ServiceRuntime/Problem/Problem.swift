public import HTTPTypes
public import Wire

/// An error as the caller sees it: `application/problem+json` with a stable `type`, a Chinese `title` and the request's
/// identifier.
///
/// Rule: a handler throws it; the one file of a context that maps rejections makes it. It says nothing of the inside and
/// repeats nothing that was sent.
/// Source: RFC 9457.
public struct Problem: Error, Sendable, Hashable {
    /// The last part of `urn:minqing:problem:<slug>`; it never changes once published.
    public let slug: String

    /// The HTTP status.
    public let status: HTTPResponse.Status

    /// What kind of problem it is, in Chinese; the same for every occurrence.
    public let title: String

    /// What is wrong this time; shown to people, not to be parsed.
    public var detail: String?

    /// More members, as pairs of a name and a JSON value.
    public private(set) var members: [Member] = []

    /// Headers that go with the status, such as `Retry-After`.
    public var headers: HTTPFields = [:]

    /// One more member of the document.
    public struct Member: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value, as JSON.
        public let json: [UInt8]
    }

    /// Describes a problem.
    public init(_ slug: String, _ status: HTTPResponse.Status, title: String, detail: String? = nil) {
        self.slug = slug
        self.status = status
        self.title = title
        self.detail = detail
    }

    /// The URI by which a program recognises the problem.
    public var type: String { "urn:minqing:problem:\(slug)" }

    /// The same problem with one more member.
    public func with(_ name: String, _ value: some WireValue) -> Problem {
        var bytes: [UInt8] = []
        value.write(to: &bytes)
        return with(name, json: bytes)
    }

    /// The same problem with one more member whose value is JSON already.
    public func with(_ name: String, json: [UInt8]) -> Problem {
        assert(Self.details.contains { $0.name == name }, "the schema of problems has no member \(name)")
        var problem = self
        problem.members.append(Member(name: name, json: json))
        return problem
    }

    /// The same problem with a header.
    public func with(header: HTTPField.Name, _ value: String) -> Problem {
        var problem = self
        problem.headers[header] = value
        return problem
    }

    /// The same problem with a detail.
    public func detailed(_ detail: String) -> Problem {
        var problem = self
        problem.detail = detail
        return problem
    }

    /// The document.
    public func body(requestID: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.object { w in
            w.field("type", type)
            w.field("title", title)
            w.field("status", Int(status.code))
            w.field("detail", detail)
            w.field("request_id", requestID)
            for member in members { w.field(member.name, member.json) }
        }
        return writer.bytes
    }
}
