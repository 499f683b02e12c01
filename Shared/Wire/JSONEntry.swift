/// One value or key in a ``JSONDocument``, sixteen bytes.
struct JSONEntry: Sendable {
    enum Kind: UInt8, Sendable {
        case null, `false`, `true`, integer, double
        /// A string of ASCII characters, in the text as it is.
        case asciiString
        /// A string in the text as it is.
        case string
        /// A string that contained escapes, found without them beside the text.
        case escapedString
        case array, object
    }

    /// A number's bits; a string's start and end; a container's count and the index behind it.
    private let word: UInt64

    /// A key's hash; 0 for everything else.
    let hash: UInt32

    let kind: Kind

    init(_ kind: Kind) {
        word = 0
        hash = 0
        self.kind = kind
    }

    init(_ integer: Int64) {
        word = UInt64(bitPattern: integer)
        hash = 0
        kind = .integer
    }

    init(_ double: Double) {
        word = double.bitPattern
        hash = 0
        kind = .double
    }

    @inline(__always)
    init(_ kind: Kind, range: Range<Int>, hash: UInt32) {
        word = UInt64(UInt32(range.lowerBound)) << 32 | UInt64(UInt32(range.upperBound))
        self.hash = hash
        self.kind = kind
    }

    init(_ kind: Kind, count: Int, end: Int) {
        word = UInt64(UInt32(count)) << 32 | UInt64(UInt32(end))
        hash = 0
        self.kind = kind
    }

    var integer: Int64 { Int64(bitPattern: word) }
    var double: Double { Double(bitPattern: word) }
    var isContainer: Bool { kind == .array || kind == .object }
    var isString: Bool { kind == .asciiString || kind == .string || kind == .escapedString }
    var count: Int { Int(word >> 32) }
    var end: Int { Int(word & 0xFFFF_FFFF) }
    var range: Range<Int> { Int(word >> 32)..<Int(word & 0xFFFF_FFFF) }

    /// A whole number in a range: `5`, and `5.0` and `5e0` too, which JSON Schema holds equal.
    ///
    /// Throws: `wrongType` for what is no whole number; `outOfRange` also beyond 2^53 in a form with fraction or
    /// exponent, where the digits that were sent may be lost.
    /// Source: JSON Schema 2020-12, validation, section 6.1.1: "any number with a zero fractional part".
    func wholeNumber(in range: ClosedRange<Int64>) throws(WireError.Code) -> Int64 {
        let number: Int64
        switch kind {
        case .integer: number = integer
        case .double:
            guard double.magnitude <= 0x1p53 else { throw .outOfRange }
            guard let exact = Int64(exactly: double) else { throw .wrongType }
            number = exact
        default: throw .wrongType
        }
        guard range.contains(number) else { throw .outOfRange }
        return number
    }

    /// The hash that keys are found by: cheap, and equal ones are still compared.
    @inline(__always)
    static func hash(_ key: UnsafeRawBufferPointer) -> UInt32 {
        let fingerprint = JSONObject.fingerprint(of: key)
        return UInt32(truncatingIfNeeded: fingerprint ^ (fingerprint >> 32))
    }

    /// Lays out a tree, its strings' bytes beside it.
    static func append(_ value: JSONValue, to entries: inout [JSONEntry], _ bytes: inout [UInt8]) {
        switch value {
        case .null: entries.append(JSONEntry(.null))
        case .bool(let flag): entries.append(JSONEntry(flag ? .true : .false))
        case .integer(let number): entries.append(JSONEntry(number))
        case .double(let number): entries.append(JSONEntry(number))
        case .string(let text): append(text, isKey: false, to: &entries, &bytes)
        case .array(let elements):
            let index = entries.count
            entries.append(JSONEntry(.array))
            for element in elements { append(element, to: &entries, &bytes) }
            entries[index] = JSONEntry(.array, count: elements.count, end: entries.count)
        case .object(let object):
            let index = entries.count
            entries.append(JSONEntry(.object))
            for member in object.members {
                append(member.key, isKey: true, to: &entries, &bytes)
                append(member.value, to: &entries, &bytes)
            }
            entries[index] = JSONEntry(.object, count: object.count, end: entries.count)
        }
    }

    private static func append(
        _ text: String, isKey: Bool, to entries: inout [JSONEntry], _ bytes: inout [UInt8]
    ) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        let hash = isKey ? bytes[start...].withUnsafeBytes { Self.hash($0) } : 0
        entries.append(JSONEntry(.string, range: start..<bytes.count, hash: hash))
    }
}
