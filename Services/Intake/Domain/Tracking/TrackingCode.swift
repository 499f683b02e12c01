/// The code with which a requester follows a request: 128 random bits in base 32, kept only as a hash.
///
/// Source: ASVS 5.0.0 11.5.1 (at least 128 bits for what must not be guessed); the alphabet is Crockford's base 32.
public struct TrackingCode: Sendable, Hashable, CustomStringConvertible {
    /// Twenty-six letters and digits.
    public let text: String

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// Makes a code of 128 random bits.
    public init(random: (UInt64, UInt64)) {
        let bits = UInt128(random.0) << 64 | UInt128(random.1)
        let symbols = stride(from: 125, through: 0, by: -5).map {
            Self.alphabet[Int(truncatingIfNeeded: bits >> $0 & 31)]
        }
        text = String(decoding: symbols, as: UTF8.self)
    }

    /// Reads a code as a person types it: any case, with spaces or hyphens, with O for 0 and I or L for 1.
    public init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        var symbols: [UInt8] = []
        for character in text.uppercased().utf8 where character != 0x20 && character != 0x2D {
            let symbol =
                switch character {
                case UInt8(ascii: "O"): UInt8(ascii: "0")
                case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
                default: character
                }
            guard Self.alphabet.contains(symbol) else { return nil }
            symbols.append(symbol)
        }
        guard symbols.count == 26 else { return nil }
        self.text = String(decoding: symbols, as: UTF8.self)
    }

    /// The code.
    public var description: String { text }
}
