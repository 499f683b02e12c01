/// Reads JSON in one pass over its bytes, by recursive descent with a bound on the depth.
struct JSONReader {
    var index = 0
    let limits: ParseLimits

    /// Reads the one value that fills the bytes.
    static func read(_ bytes: Span<UInt8>, limits: ParseLimits) throws(WireError) -> JSONValue {
        do throws(WireError) {
            var reader = JSONReader(limits: limits)
            reader.skipSpace(bytes)
            let value = try reader.value(bytes, depth: 0)
            reader.skipSpace(bytes)
            guard reader.index == bytes.count else { throw reader.fault(.trailingBytes) }
            return value
        } catch {
            // Each string is checked when it is read, and elsewhere only ASCII passes; so bad bytes always lead here,
            // and are then named before any other fault.
            if let offset = invalidUTF8(bytes) { throw WireError(code: .invalidUTF8, offset: offset) }
            throw error
        }
    }

    private static func invalidUTF8(_ bytes: Span<UInt8>) -> Int? {
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

    mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(WireError) -> JSONValue {
        guard index < bytes.count else { throw fault(.syntax) }
        switch bytes[index] {
        case UInt8(ascii: "\""): return .string(try string(bytes))
        case UInt8(ascii: "{"): return .object(try object(bytes, depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(bytes, depth: depth + 1))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(bytes)
        case UInt8(ascii: "t"): return try literal("true", .bool(true), bytes)
        case UInt8(ascii: "f"): return try literal("false", .bool(false), bytes)
        case UInt8(ascii: "n"): return try literal("null", .null, bytes)
        case UInt8(ascii: "N") where matches("NaN", bytes), UInt8(ascii: "I") where matches("Infinity", bytes):
            throw fault(.outOfRange)
        default: throw fault(.syntax)
        }
    }

    private mutating func object(_ bytes: Span<UInt8>, depth: Int) throws(WireError) -> JSONObject {
        guard depth <= limits.depth else { throw fault(.tooDeep) }
        index += 1
        skipSpace(bytes)
        var object = JSONObject()
        if peek(bytes) == UInt8(ascii: "}") {
            index += 1
            return object
        }
        object.members.reserveCapacity(depth == 1 ? 16 : 4)
        var keys = KeySet()
        while true {
            guard object.count < limits.members else { throw fault(.tooLong) }
            let start = index
            guard peek(bytes) == UInt8(ascii: "\"") else { throw fault(.syntax) }
            let key = try string(bytes)
            let fingerprint = JSONObject.fingerprint(of: key)
            guard keys.insert(key, fingerprint, among: object.members) else {
                throw WireError(code: .duplicateKey, path: WirePath.shown(key), offset: start)
            }
            skipSpace(bytes)
            guard peek(bytes) == UInt8(ascii: ":") else { throw fault(.syntax) }
            index += 1
            skipSpace(bytes)
            do throws(WireError) {
                object.members.append(
                    JSONObject.Member(fingerprint: fingerprint, key: key, value: try value(bytes, depth: depth)))
            } catch {
                throw error.inside(key)
            }
            skipSpace(bytes)
            switch peek(bytes) {
            case UInt8(ascii: ","):
                index += 1
                skipSpace(bytes)
            case UInt8(ascii: "}"):
                index += 1
                return object
            default: throw fault(.syntax)
            }
        }
    }

    private mutating func array(_ bytes: Span<UInt8>, depth: Int) throws(WireError) -> [JSONValue] {
        guard depth <= limits.depth else { throw fault(.tooDeep) }
        index += 1
        skipSpace(bytes)
        var elements: [JSONValue] = []
        elements.reserveCapacity(4)
        if peek(bytes) == UInt8(ascii: "]") {
            index += 1
            return elements
        }
        while true {
            guard elements.count < limits.members else { throw fault(.tooLong) }
            do throws(WireError) {
                elements.append(try value(bytes, depth: depth))
            } catch {
                throw WireError(
                    code: error.code, path: WirePath.join("[\(elements.count)]", error.path), offset: error.offset)
            }
            skipSpace(bytes)
            switch peek(bytes) {
            case UInt8(ascii: ","):
                index += 1
                skipSpace(bytes)
            case UInt8(ascii: "]"):
                index += 1
                return elements
            default: throw fault(.syntax)
            }
        }
    }

    private mutating func literal(
        _ text: StaticString, _ value: JSONValue, _ bytes: Span<UInt8>
    ) throws(WireError) -> JSONValue {
        guard matches(text, bytes) else { throw fault(.syntax) }
        index += text.utf8CodeUnitCount
        return value
    }

    func matches(_ text: StaticString, _ bytes: Span<UInt8>) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        for place in 0..<text.utf8CodeUnitCount where bytes[index + place] != text.utf8Start[place] { return false }
        return true
    }
}

/// Finds repeated keys: by their fingerprints in a small object, by hashing with a secret seed in a large one, so that
/// nobody can choose keys that make reading slow.
private struct KeySet {
    private struct Key: Hashable {
        let text: String

        static func == (left: Key, right: Key) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

        func hash(into hasher: inout Hasher) {
            text.utf8.span.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    private static let small = 32
    private var seen: Set<Key> = []

    /// Returns whether the key is new.
    @inline(__always)
    mutating func insert(_ key: String, _ fingerprint: UInt64, among members: [JSONObject.Member]) -> Bool {
        guard members.count < Self.small else { return insertIntoSet(key, among: members) }
        for place in members.indices
        where members[place].fingerprint == fingerprint && members[place].key == key {
            return false
        }
        return true
    }

    private mutating func insertIntoSet(_ key: String, among members: [JSONObject.Member]) -> Bool {
        if seen.isEmpty { for member in members { seen.insert(Key(text: member.key)) } }
        return seen.insert(Key(text: key)).inserted
    }
}
