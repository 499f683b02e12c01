extension AMQPConfiguration {
    /// Reads `amqp://user:password@host:port/vhost`, with percent-encoding; nil where the text is no such URL.
    ///
    /// `amqps` turns on TLS with full verification. User and password default to `guest`; an absent path means the
    /// virtual host `/`, a path of a lone `/` the empty name.
    ///
    /// Source: RabbitMQ URI Specification.
    public init?(url: String) {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let secure: Bool
        switch url[..<scheme.lowerBound].lowercased() {
        case "amqp": secure = false
        case "amqps": secure = true
        default: return nil
        }
        let rest = url[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        var user = "guest"
        var password = "guest"
        var server = authority
        if let at = authority.lastIndex(of: "@") {
            let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]) else { return nil }
            user = name
            if parts.count == 2 {
                guard let secret = Self.decoded(parts[1]) else { return nil }
                password = secret
            }
            server = authority[authority.index(after: at)...]
        }
        guard let (host, port) = Self.hostAndPort(server, defaultPort: secure ? 5671 : 5672) else { return nil }
        var virtualHost = "/"
        if authority.endIndex != rest.endIndex {
            guard let name = Self.decoded(rest[rest.index(after: authority.endIndex)...]) else { return nil }
            virtualHost = name
        }
        self.init(
            host: host, port: port, virtualHost: virtualHost, user: user, password: password,
            tls: secure ? Self.clientTLS() : nil)
    }

    private static func hostAndPort(_ text: Substring, defaultPort: Int) -> (String, Int)? {
        var host = text
        var rest: Substring = ""
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            rest = text[colon...]
        }
        guard !host.isEmpty else { return nil }
        if rest.isEmpty { return (String(host), defaultPort) }
        guard rest.first == ":", let port = Int(rest.dropFirst()), (1...65_535).contains(port) else { return nil }
        return (String(host), port)
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(rest.prefix(2)), digits.count == 2, digits.allSatisfy(\.isHexDigit),
                let value = UInt8(digits, radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
