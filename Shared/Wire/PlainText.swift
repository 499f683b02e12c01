/// Looks at eight bytes of a JSON string at a time.
///
/// A plain byte stands for itself between quotation marks: it is no quotation mark, no backslash and no control
/// character.
///
/// Source: "Determine if a word has a byte less than n", S. E. Anderson, Bit Twiddling Hacks. Carries go upwards only,
/// so the lowest mark is exact, and only that one is used.
enum PlainText {
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// Marks the high bits of bytes that are not plain; the lowest one is exact.
    @inline(__always)
    static func marks(_ word: UInt64) -> UInt64 {
        let quotation = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let control = (word &- ones &* 0x20) & ~word
        return (control | ((quotation &- ones) & ~quotation) | ((backslash &- ones) & ~backslash)) & highBits
    }

    /// Whether a byte is plain.
    @inline(__always)
    static func isPlain(_ byte: UInt8) -> Bool {
        byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte >= 0x20
    }

    /// The index of the first byte from `start` that is not plain, or the end; and whether all before it are ASCII.
    @inline(__always)
    static func run(_ bytes: UnsafeRawBufferPointer, from start: Int) -> (end: Int, isASCII: Bool) {
        var index = start
        var high: UInt64 = 0
        while index &+ 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let marks = marks(word)
            if marks != 0 {
                let length = marks.trailingZeroBitCount &>> 3
                high |= word & ((1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1)
                return (index &+ length, high & highBits == 0)
            }
            high |= word
            index &+= 8
        }
        while index < bytes.count, isPlain(bytes[index]) {
            high |= UInt64(bytes[index])
            index &+= 1
        }
        return (index, high & highBits == 0)
    }
}
