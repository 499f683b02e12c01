import HTTPTypes

/// The token in an `Authorization` header.
enum BearerToken {
    /// The longest token that is looked at.
    ///
    /// Units: bytes.
    static let longest = 8_192

    /// The token; `nil` if there is none, more than one, or another scheme.
    static func token(of head: HTTPRequest) -> String? {
        let values = head.headerFields[values: .authorization]
        guard values.count == 1, let value = values.first, value.utf8.count <= longest else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bearer", !parts[1].isEmpty else { return nil }
        return String(parts[1])
    }
}
