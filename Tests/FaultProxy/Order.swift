import Wire

/// An order that came over the control port: one JSON object a line.
enum Order: Sendable, Equatable {
    /// The fault of the links from now on, for open connections too.
    case fault(LinkPattern, Fault)
    /// The links do nothing any more; what was held goes on.
    case clear(LinkPattern)
    /// Open connections get a reset; new ones come through.
    case cut(LinkPattern)
    /// New connections go there.
    case retarget(LinkPattern, Upstream)
    case status

    private static let longest: Int64 = 600_000

    init(parsing line: [UInt8]) throws(WireError) {
        let object = try WireObject(parsing: line)
        let pattern = LinkPattern(try object.optionalString("link", maxLength: 100) ?? "*")
        switch try object.string("do", maxLength: 20) {
        case "fault": self = .fault(pattern, try Self.fault(object))
        case "clear": self = .clear(pattern)
        case "cut": self = .cut(pattern)
        case "retarget":
            let text = try object.string("upstream", maxLength: 100)
            guard let upstream = Upstream(text) else { throw WireError(code: .unknownValue, path: "upstream") }
            self = .retarget(pattern, upstream)
        case "status": self = .status
        default: throw WireError(code: .unknownValue, path: "do")
        }
    }

    private static func fault(_ object: WireObject) throws(WireError) -> Fault {
        func number(_ key: String, _ range: ClosedRange<Int64>, otherwise: Int) throws(WireError) -> Int {
            try object.optionalInteger(key, in: range).map { Int($0) } ?? otherwise
        }
        var fault = Fault()
        fault.shaping.delayMs = try number("delay_ms", 0...longest, otherwise: 0)
        fault.shaping.jitterMs = try number("jitter_ms", 0...longest, otherwise: 0)
        fault.shaping.bytesPerSecond = try number("bytes_per_second", 0...1_000_000_000, otherwise: 0)
        guard let name = try object.optionalString("strike", maxLength: 20) else { return fault }
        guard let kind = Strike.Kind(rawValue: name) else { throw WireError(code: .unknownValue, path: "strike") }
        var strike = Strike(kind: kind)
        let least = try number("after_min", 0...1_000_000_000, otherwise: 0)
        strike.after = least...(try number("after_max", Int64(least)...1_000_000_000, otherwise: least))
        strike.share = try number("share", 0...100, otherwise: 100)
        strike.lingerMs = try number("linger_ms", 0...longest, otherwise: 200)
        fault.strike = strike
        return fault
    }
}

/// Where a link leads: an address of the loopback.
struct Upstream: Sendable, Hashable, CustomStringConvertible {
    let host: String
    let port: Int

    /// Takes `127.0.0.1:PORT` or `PORT`.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, let port = Int(last), (1...65_535).contains(port), parts.count <= 2 else {
            return nil
        }
        let host = parts.count == 2 ? String(parts[0]) : "127.0.0.1"
        guard host.hasPrefix("127.") else { return nil }
        self.host = host
        self.port = port
    }

    var description: String { "\(host):\(port)" }
}

/// Names of links: `*` at either end stands for anything, as in `*.postgres`.
struct LinkPattern: Sendable, Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    func matches(_ name: String) -> Bool {
        if text == "*" { return true }
        if text.hasPrefix("*") { return name.hasSuffix(text.dropFirst()) }
        if text.hasSuffix("*") { return name.hasPrefix(text.dropLast()) }
        return name == text
    }
}
