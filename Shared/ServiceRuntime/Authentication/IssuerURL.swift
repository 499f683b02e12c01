/// The address of an issuer, or of its keys: `https`, or `http` to this machine itself.
///
/// Read by the letter, so that what is checked is what is asked: no user information, no fragment, no blank or
/// backslash, no name that only begins like an address of this machine.
/// Source: RFC 3986 3.2; OpenID Connect Discovery 1.0, 2 (an issuer has neither query nor fragment).
struct IssuerURL: Hashable, Sendable {
    /// The address as it was given.
    let text: String
    /// Whether it is `http` to this machine.
    let isLoopback: Bool

    /// Reads an address.
    ///
    /// - Parameter query: whether it may have a query, as the address of keys may.
    init?(_ text: String, allowsQuery query: Bool = false) {
        guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let colon = text.firstRange(of: "://"), !text.contains("\\"), !text.contains("#"),
            query || !text.contains("?")
        else { return nil }
        let authority = text[colon.upperBound...].prefix { $0 != "/" && $0 != "?" }
        guard let host = Self.host(of: authority) else { return nil }
        let isThisMachine = ["127.0.0.1", "localhost", "[::1]"].contains(host)
        switch text[..<colon.lowerBound].lowercased() {
        case "https": isLoopback = false
        case "http" where isThisMachine: isLoopback = true
        default: return nil
        }
        self.text = text
    }

    /// The host of `host` or `host:port`, in lower case; `nil` if it is anything else.
    private static func host(of authority: Substring) -> String? {
        var host = authority
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            guard let port = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(port),
                authority[authority.index(after: colon)...].allSatisfy(\.isNumber)
            else { return nil }
            host = authority[..<colon]
        }
        if host.first == "[", host.last == "]" {
            let inside = host.dropFirst().dropLast()
            guard inside.contains(":"), inside.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return nil
            }
        } else {
            guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }) else {
                return nil
            }
        }
        return host.lowercased()
    }
}
