public import Kernel

/// Where a piece of work stands in its trace: W3C Trace Context's `traceparent`.
///
/// Source: https://www.w3.org/TR/trace-context/ (version 00).
public struct TraceParent: Hashable, Sendable, CustomStringConvertible {
    /// The upper and lower half of the trace's 128 bits; never both 0.
    public let trace: (high: UInt64, low: UInt64)

    /// The span's 64 bits; never 0.
    public let span: UInt64

    /// Whether the caller records the trace.
    public let isSampled: Bool

    /// Makes one of its parts.
    public init(trace: (high: UInt64, low: UInt64), span: UInt64, isSampled: Bool) {
        self.trace = trace
        self.span = span
        self.isSampled = isSampled
    }

    /// Reads a header; `nil` if it is malformed, and the receiver then starts a new trace.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 55, bytes[2] == Self.dash, bytes[35] == Self.dash, bytes[52] == Self.dash,
            let version = Self.hexadecimal(bytes[0..<2]), version != 0xFF, version != 0 || bytes.count == 55,
            bytes.count == 55 || bytes[55] == Self.dash,
            let high = Self.hexadecimal(bytes[3..<19]), let low = Self.hexadecimal(bytes[19..<35]),
            let span = Self.hexadecimal(bytes[36..<52]), let flags = Self.hexadecimal(bytes[53..<55]),
            high | low != 0, span != 0
        else { return nil }
        self.init(trace: (high, low), span: span, isSampled: flags & 1 == 1)
    }

    /// A new trace.
    public static func start(random: some RandomSource) -> TraceParent {
        TraceParent(trace: (random.next(), random.next() | 1), span: random.next() | 1, isSampled: false)
    }

    /// A new span of the same trace.
    public func child(random: some RandomSource) -> TraceParent {
        TraceParent(trace: trace, span: random.next() | 1, isSampled: isSampled)
    }

    /// The trace as 32 digits.
    public var traceID: String { Self.digits(trace.high) + Self.digits(trace.low) }

    /// The span as 16 digits.
    public var spanID: String { Self.digits(span) }

    /// The header's text.
    public var description: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    /// Whether two name the same span of the same trace.
    public static func == (left: Self, right: Self) -> Bool {
        left.trace == right.trace && left.span == right.span && left.isSampled == right.isSampled
    }

    /// Feeds the parts to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(trace.high)
        hasher.combine(trace.low)
        hasher.combine(span)
    }

    private static let dash = UInt8(ascii: "-")

    private static func digits(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }

    /// Lower-case digits only, as the standard asks.
    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}
