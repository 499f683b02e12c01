/// Walks a field table on the wire without recursion, to see whether it is safe to decode.
///
/// Why: librabbitmq decodes nested tables by recursion without a limit, so one frame of nested arrays from any
/// publisher could exhaust a consumer's stack.
enum FieldTableScan {
    /// Range: deeper nesting is unreadable.
    static let deepest = 16
    /// Range: more entries in one frame are unreadable.
    static let mostEntries = 1000

    /// Where the headers table lies in a content header's payload, its four length bytes included.
    ///
    /// - Returns: nil where there is none; an empty range where the payload ends too early.
    static func headers(in payload: UnsafeRawBufferPointer) -> Range<Int>? {
        guard payload.count >= 14 else { return 0..<0 }
        let flags = unsafe UInt16(payload[12]) << 8 | UInt16(payload[13])
        guard flags & 1 << 13 != 0 else { return nil }
        var position = 14
        // Continuation words of property flags: none are defined, but they are skipped as the grammar says.
        var word = flags
        while word & 1 != 0 {
            guard position + 2 <= payload.count else { return 0..<0 }
            word = unsafe UInt16(payload[position]) << 8 | UInt16(payload[position + 1])
            position += 2
        }
        for bit in [15, 14] as [UInt16] where flags & 1 << bit != 0 {
            guard position < payload.count else { return 0..<0 }
            unsafe position += 1 + Int(payload[position])
        }
        guard let length = unsafe declared(at: position, in: payload) else { return 0..<0 }
        return position..<(position + 4 + length)
    }

    /// Whether a table that starts at `position` is well-formed, and neither too deep nor too long.
    static func isReadable(tableAt position: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let length = unsafe declared(at: position, in: bytes) else { return false }
        /// The tables and arrays we are in: where each ends, and whether its entries have names.
        var open: [(end: Int, named: Bool)] = [(position + 4 + length, true)]
        var cursor = position + 4
        var entries = 0
        while let inner = open.last {
            if cursor == inner.end {
                open.removeLast()
                continue
            }
            entries += 1
            guard cursor < inner.end, entries <= mostEntries else { return false }
            if inner.named { unsafe cursor += 1 + Int(bytes[cursor]) }
            guard cursor < inner.end else { return false }
            let kind = unsafe bytes[cursor]
            cursor += 1
            switch kind {
            case UInt8(ascii: "V"): break
            case UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "B"): cursor += 1
            case UInt8(ascii: "s"), UInt8(ascii: "u"): cursor += 2
            case UInt8(ascii: "I"), UInt8(ascii: "i"), UInt8(ascii: "f"): cursor += 4
            case UInt8(ascii: "D"): cursor += 5
            case UInt8(ascii: "l"), UInt8(ascii: "L"), UInt8(ascii: "d"), UInt8(ascii: "T"): cursor += 8
            case UInt8(ascii: "S"), UInt8(ascii: "x"):
                guard let length = unsafe declared(at: cursor, in: bytes) else { return false }
                cursor += 4 + length
            case UInt8(ascii: "F"), UInt8(ascii: "A"):
                guard open.count < deepest, let length = unsafe declared(at: cursor, in: bytes) else { return false }
                cursor += 4
                guard cursor + length <= inner.end else { return false }
                open.append((cursor + length, kind == UInt8(ascii: "F")))
            default: return false
            }
        }
        return true
    }

    /// A four-byte length whose content lies within the bytes.
    private static func declared(at position: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard position >= 0, position + 4 <= bytes.count else { return nil }
        let length = unsafe Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
        return position + 4 + length <= bytes.count ? length : nil
    }
}
