extension Identifier: CustomStringConvertible, LosslessStringConvertible {
    /// Reads the canonical form, `8-4-4-4-12` hexadecimal digits in either case; `nil` for anything else.
    ///
    /// Braces, `urn:uuid:` and forms without hyphens are refused: one identifier has one text.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        self.init(utf8: text.utf8.span)
    }

    /// Reads the canonical form from UTF-8 bytes.
    @inlinable
    public init?(utf8 bytes: Span<UInt8>) {
        guard let (high, low) = CanonicalText.read(bytes) else { return nil }
        self.init(high: high, low: low)
    }

    /// The canonical form in lower case, such as `01936f2a-5c00-7c3e-8000-0000000000aa`.
    public var description: String {
        var bytes: [UInt8] = []
        appendText(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the canonical form as ASCII bytes.
    @inlinable
    public func appendText(to bytes: inout [UInt8]) {
        CanonicalText.append(high, low, to: &bytes)
    }
}

/// The canonical text of identifiers apart from their tags, so that it is compiled once and not for every tag.
///
/// Source: RFC 9562 section 4.
@usableFromInline
enum CanonicalText {
    @usableFromInline
    static func read(_ bytes: Span<UInt8>) -> (high: UInt64, low: UInt64)? {
        guard bytes.count == 36, bytes[8] == hyphen, bytes[13] == hyphen, bytes[18] == hyphen, bytes[23] == hyphen,
            let a = hexadecimal(bytes, 0, 8), let b = hexadecimal(bytes, 9, 4), let c = hexadecimal(bytes, 14, 4),
            let d = hexadecimal(bytes, 19, 4), let e = hexadecimal(bytes, 24, 12)
        else { return nil }
        return (a << 32 | b << 16 | c, d << 48 | e)
    }

    @usableFromInline
    static func append(_ high: UInt64, _ low: UInt64, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: 36) { output in
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 { output.append(hyphen) }
                let half = index < 8 ? high : low
                let byte = UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * (index & 7)))
                output.append(digit(byte >> 4))
                output.append(digit(byte & 15))
            }
        }
    }

    private static let hyphen = UInt8(ascii: "-")

    /// The value of that many hexadecimal digits; `nil` if one of them is none.
    @inline(__always)
    private static func hexadecimal(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64? {
        var value: UInt64 = 0
        var faults: UInt8 = 0
        for index in start..<start + count {
            let byte = bytes[index]
            let decimal = byte &- UInt8(ascii: "0")
            let letter = (byte | 0x20) &- UInt8(ascii: "a")
            faults |= decimal < 10 || letter < 6 ? 0 : 1
            value = value << 4 | UInt64(decimal < 10 ? decimal : letter &+ 10)
        }
        return faults == 0 ? value : nil
    }

    /// The lower-case hexadecimal digit of a value below sixteen.
    @inline(__always)
    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
    }
}
