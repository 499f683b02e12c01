/// Checks and lays out JSON in one pass over its bytes, by recursive descent with a bound on the depth.
struct JSONReader {
    let limits: ParseLimits
    var index = 0
    var entries: [JSONEntry] = []
    var unescaped: [UInt8] = []

    init(limits: ParseLimits) {
        self.limits = limits
    }

    /// Reads the one value that fills the bytes.
    mutating func read(_ bytes: Span<UInt8>) throws(WireError) {
        // Places are kept in 32 bits.
        guard bytes.count < Int(UInt32.max) else { throw WireError(code: .tooLong) }
        entries.reserveCapacity(min(bytes.count / 8 + 4, 4_096))
        do throws(WireError) {
            skipByteOrderMark(bytes)
            skipSpace(bytes)
            try value(bytes, depth: 0)
            skipSpace(bytes)
            guard index == bytes.count else { throw fault(.trailingBytes) }
        } catch {
            // Each string is checked when it is read, and elsewhere only ASCII passes; so bad bytes always lead here,
            // and are then named before any other fault.
            if let offset = invalidUTF8(bytes) { throw WireError(code: .invalidUTF8, offset: offset) }
            throw error
        }
    }

    /// Passes over the mark with which some systems begin every text.
    ///
    /// Source: RFC 8259, 8.1: a reader may ignore a byte order mark rather than treat it as an error.
    private mutating func skipByteOrderMark(_ bytes: Span<UInt8>) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
    }

    private func invalidUTF8(_ bytes: Span<UInt8>) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    func fault(_ code: WireError.Code) -> WireError { WireError(code: code, offset: index) }

    @inline(__always)
    func peek(_ bytes: Span<UInt8>) -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    @inline(__always)
    mutating func skipSpace(_ bytes: Span<UInt8>) {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index &+= 1
            default: return
            }
        }
    }

    private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(WireError) {
        guard index < bytes.count else { throw fault(.syntax) }
        switch bytes[index] {
        case UInt8(ascii: "\""): entries.append(try string(bytes, isKey: false))
        case UInt8(ascii: "{"): try object(bytes, depth: depth + 1)
        case UInt8(ascii: "["): try array(bytes, depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): entries.append(try number(bytes))
        case UInt8(ascii: "t"): try literal("true", .true, bytes)
        case UInt8(ascii: "f"): try literal("false", .false, bytes)
        case UInt8(ascii: "n"): try literal("null", .null, bytes)
        case UInt8(ascii: "N") where matches("NaN", bytes), UInt8(ascii: "I") where matches("Infinity", bytes):
            throw fault(.outOfRange)
        default: throw fault(.syntax)
        }
    }

    private mutating func object(_ bytes: Span<UInt8>, depth: Int) throws(WireError) {
        guard depth <= limits.depth else { throw fault(.tooDeep) }
        let container = entries.count
        entries.append(JSONEntry(.object))
        index += 1
        skipSpace(bytes)
        var count = 0
        if peek(bytes) == UInt8(ascii: "}") {
            index += 1
            entries[container] = JSONEntry(.object, count: 0, end: entries.count)
            return
        }
        var keys = KeySet()
        while true {
            guard count < limits.members else { throw fault(.tooLong) }
            let start = index
            guard peek(bytes) == UInt8(ascii: "\"") else { throw fault(.syntax) }
            let key = try string(bytes, isKey: true)
            guard keys.insert(key, count: count, objectAt: container, self, bytes) else {
                throw WireError(code: .duplicateKey, path: WirePath.shown(text(key, bytes)), offset: start)
            }
            entries.append(key)
            skipSpace(bytes)
            guard peek(bytes) == UInt8(ascii: ":") else { throw fault(.syntax) }
            index += 1
            skipSpace(bytes)
            do throws(WireError) {
                try value(bytes, depth: depth)
            } catch {
                throw error.inside(text(key, bytes))
            }
            count += 1
            skipSpace(bytes)
            switch peek(bytes) {
            case UInt8(ascii: ","):
                index += 1
                skipSpace(bytes)
            case UInt8(ascii: "}"):
                index += 1
                entries[container] = JSONEntry(.object, count: count, end: entries.count)
                return
            default: throw fault(.syntax)
            }
        }
    }

    private mutating func array(_ bytes: Span<UInt8>, depth: Int) throws(WireError) {
        guard depth <= limits.depth else { throw fault(.tooDeep) }
        let container = entries.count
        entries.append(JSONEntry(.array))
        index += 1
        skipSpace(bytes)
        var count = 0
        if peek(bytes) == UInt8(ascii: "]") {
            index += 1
            entries[container] = JSONEntry(.array, count: 0, end: entries.count)
            return
        }
        while true {
            guard count < limits.members else { throw fault(.tooLong) }
            do throws(WireError) {
                try value(bytes, depth: depth)
            } catch {
                throw WireError(code: error.code, path: WirePath.join("[\(count)]", error.path), offset: error.offset)
            }
            count += 1
            skipSpace(bytes)
            switch peek(bytes) {
            case UInt8(ascii: ","):
                index += 1
                skipSpace(bytes)
            case UInt8(ascii: "]"):
                index += 1
                entries[container] = JSONEntry(.array, count: count, end: entries.count)
                return
            default: throw fault(.syntax)
            }
        }
    }

    private mutating func literal(
        _ text: StaticString, _ kind: JSONEntry.Kind, _ bytes: Span<UInt8>
    ) throws(WireError) {
        guard matches(text, bytes) else { throw fault(.syntax) }
        index += text.utf8CodeUnitCount
        entries.append(JSONEntry(kind))
    }

    func matches(_ text: StaticString, _ bytes: Span<UInt8>) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[index + offset] != text.utf8Start[offset] { return false }
        return true
    }

    /// The text of a string that was read.
    func text(_ entry: JSONEntry, _ bytes: Span<UInt8>) -> String {
        entry.kind == .escapedString
            ? String(copying: UTF8Span(unchecked: unescaped.span.extracting(entry.range)))
            : String(copying: UTF8Span(unchecked: bytes.extracting(entry.range)))
    }
}
