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
            output.withUnsafeMutableBufferPointer { room, count in
                let text = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(room)[count..<count + 36])
                let (a, b) = (digits(UInt32(truncatingIfNeeded: high >> 32)), digits(UInt32(truncatingIfNeeded: high)))
                let (c, d) = (digits(UInt32(truncatingIfNeeded: low >> 32)), digits(UInt32(truncatingIfNeeded: low)))
                text.storeBytes(of: a, as: UInt64.self)
                text[8] = hyphen
                text.storeBytes(of: UInt32(truncatingIfNeeded: b), toByteOffset: 9, as: UInt32.self)
                text[13] = hyphen
                text.storeBytes(of: UInt32(truncatingIfNeeded: b >> 32), toByteOffset: 14, as: UInt32.self)
                text[18] = hyphen
                text.storeBytes(of: UInt32(truncatingIfNeeded: c), toByteOffset: 19, as: UInt32.self)
                text[23] = hyphen
                text.storeBytes(of: UInt32(truncatingIfNeeded: c >> 32), toByteOffset: 24, as: UInt32.self)
                text.storeBytes(of: d, toByteOffset: 28, as: UInt64.self)
                count += 36
            }
        }
    }

    /// The eight lower-case hexadecimal digits of four bytes, the first digit in the lowest byte.
    @inline(__always)
    private static func digits(_ word: UInt32) -> UInt64 {
        // One half-byte into each byte, the most significant one first in memory.
        var spread = UInt64(word.byteSwapped)
        spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFF
        spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FF
        spread = (spread >> 4 | spread << 8) & 0x0F0F_0F0F_0F0F_0F0F
        // Adding 6 carries into the fifth bit from ten on; letters lie 39 beyond the digits.
        let letters = (spread &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (spread &+ 0x3030_3030_3030_3030 &+ letters &* 39).littleEndian
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
}
