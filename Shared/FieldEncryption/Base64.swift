/// Base64 with the ordinary alphabet, padded or not, read strictly.
///
/// Source: RFC 4648 4.
enum Base64 {
    /// The bytes of a text; `nil` if it holds another character, wrong padding or bits that belong to no byte.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var source = Array(text.utf8)
        let length = source.count
        var padding = 0
        while source.last == UInt8(ascii: "="), padding < 2 {
            source.removeLast()
            padding += 1
        }
        guard padding == 0 || length.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for character in source {
            guard let value = value(of: character) else { return nil }
            buffer = buffer << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        return bits < 6 && buffer == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
