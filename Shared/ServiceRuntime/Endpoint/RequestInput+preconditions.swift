import HTTPTypes
public import Kernel

extension HTTPField.Name {
    /// `Idempotency-Key`.
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .ifMatch
    /// `X-Request-Id`.
    static let requestID = HTTPField.Name("X-Request-Id") ?? .ifMatch
    /// `traceparent`.
    static let traceParent = HTTPField.Name("traceparent") ?? .ifMatch
}

extension RequestInput {
    /// The `Idempotency-Key`; `nil` if it is absent.
    ///
    /// Range: 1…255 printable ASCII characters. Throws: 400 if it is not, or if there are two.
    public func idempotencyKey() throws(Problem) -> String? {
        let values = head.headerFields[values: .idempotencyKey]
        guard let key = values.first else { return nil }
        guard values.count == 1, (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .invalidHeader("Idempotency-Key", "1…255 printable ASCII characters, once") }
        return key
    }

    /// The version that the caller read, from `If-Match`.
    ///
    /// Throws: 428 if it is absent, 400 if it is no version of ours. A handler that finds another version throws
    /// ``Problem/staleVersion(current:)``.
    public func expectedVersion() throws(Problem) -> Version {
        let values = head.headerFields[values: .ifMatch]
        guard let text = values.first else { throw .preconditionRequired }
        guard values.count == 1, text.count >= 3, text.first == "\"", text.last == "\"",
            let value = Int64(text.dropFirst().dropLast()), value >= 0
        else { throw .invalidHeader("If-Match", "one strong entity tag, as in \"3\"") }
        return Version(value: value)
    }
}
