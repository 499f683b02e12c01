/// A JSON text that was checked and laid out flat, so that members are found and read without building a tree first.
///
/// Why: most values are identifiers, codes and times, which are read straight from their bytes; a tree would make a
/// string of each one before.
@usableFromInline
final class JSONDocument: Sendable {
    /// The text.
    let bytes: [UInt8]

    /// The strings that contained escapes, without them, one after the other.
    let unescaped: [UInt8]

    /// The values in the order of the text.
    ///
    /// An object is followed by key, value, key, value; an array by its elements.
    let entries: [JSONEntry]

    /// Where the whole stands in something larger, as paths begin.
    private let root: String

    init(bytes: [UInt8], unescaped: [UInt8], entries: [JSONEntry], path: String = "") {
        self.bytes = bytes
        self.unescaped = unescaped
        self.entries = entries
        root = path
    }

    /// Checks and lays out a text.
    ///
    /// Throws: the first fault.
    convenience init(parsing bytes: [UInt8], limits: ParseLimits) throws(WireError) {
        var reader = JSONReader(limits: limits)
        try reader.read(bytes.span)
        self.init(bytes: bytes, unescaped: reader.unescaped, entries: reader.entries)
    }

    /// Lays out a value that was built by hand.
    convenience init(_ value: JSONValue, path: String = "") {
        var bytes: [UInt8] = []
        var entries: [JSONEntry] = []
        JSONEntry.append(value, to: &entries, &bytes)
        self.init(bytes: bytes, unescaped: [], entries: entries, path: path)
    }

    /// The text of a string.
    func string(_ entry: JSONEntry) -> String {
        withContent(entry) { String(copying: UTF8Span(unchecked: $0, isKnownASCII: entry.kind == .asciiString)) }
    }

    /// A string's text.
    ///
    /// Throws: the limit that it is over: that many characters, or 40 bytes for each of them.
    func text(_ entry: JSONEntry, maxLength: Int) throws(WireError.Limit) -> String {
        let bytes = entry.range.count
        guard bytes > maxLength else { return string(entry) }
        guard (bytes - 1) / 40 < maxLength else { throw WireError.Limit(maxLength * 40, .bytes) }
        let text = string(entry)
        guard text.count <= maxLength else { throw WireError.Limit(maxLength, .characters) }
        return text
    }

    /// Whether a string is empty or holds nothing but white space.
    func isBlank(_ entry: JSONEntry) -> Bool {
        let startsPlainly = withContent(entry) { bytes in
            bytes.count > 0 && (0x21...0x7E).contains(bytes[0])
        }
        return !startsPlainly && string(entry).allSatisfy(\.isWhitespace)
    }

    /// Lends the bytes of a string; they were found to be UTF-8 when it was read.
    @inline(__always)
    func withContent<Result>(_ entry: JSONEntry, _ body: (Span<UInt8>) -> Result) -> Result {
        if entry.kind == .escapedString {
            return unescaped.withUnsafeBufferPointer { body($0.span.extracting(entry.range)) }
        }
        return bytes.withUnsafeBufferPointer { body($0.span.extracting(entry.range)) }
    }

    /// The tree of the value at a location.
    func value(at location: Int) -> JSONValue {
        let entry = entries[location]
        switch entry.kind {
        case .null: return .null
        case .false: return .bool(false)
        case .true: return .bool(true)
        case .integer: return .integer(entry.integer)
        case .double: return .double(entry.double)
        case .asciiString, .string, .escapedString: return .string(string(entry))
        case .array:
            var elements: [JSONValue] = []
            elements.reserveCapacity(entry.count)
            var element = location + 1
            for _ in 0..<entry.count {
                elements.append(value(at: element))
                element = next(after: element)
            }
            return .array(elements)
        case .object: return .object(object(at: location))
        }
    }

    /// The tree of the object at a location.
    func object(at location: Int) -> JSONObject {
        var object = JSONObject()
        let count = entries[location].count
        object.members.reserveCapacity(count)
        var key = location + 1
        for _ in 0..<count {
            let text = string(entries[key])
            object.members.append(
                JSONObject.Member(fingerprint: JSONObject.fingerprint(of: text), key: text, value: value(at: key + 1)))
            key = next(after: key + 1)
        }
        return object
    }

    /// The location behind a value.
    @inline(__always)
    func next(after location: Int) -> Int {
        entries[location].isContainer ? entries[location].end : location + 1
    }

    /// Where a value stands in the whole, as in `offers[2].member_id`; empty for the whole itself.
    ///
    /// Why: it follows from the layout, so that reading without errors makes no paths.
    func path(to location: Int) -> String {
        var path = root
        var container = 0
        while container < location {
            var child = container + 1
            if entries[container].kind == .array {
                var index = 0
                while next(after: child) <= location {
                    child = next(after: child)
                    index += 1
                }
                path = "\(path)[\(index)]"
                container = child
            } else {
                while next(after: child + 1) <= location { child = next(after: child + 1) }
                path = WirePath.join(path, WirePath.shown(string(entries[child])))
                container = child + 1
            }
        }
        return path
    }

    /// Where a member's value is in the object at a location; `nil` if there is no such member.
    func member(_ key: String, ofObjectAt location: Int) -> Int? {
        let found = key.utf8.withContiguousStorageIfAvailable { find(UnsafeRawBufferPointer($0), inObjectAt: location) }
        return found ?? Array(key.utf8).withUnsafeBytes { find($0, inObjectAt: location) }
    }

    /// Where a field's value is in the object at a location; `nil` if there is no such member.
    func member(_ key: FieldKey, ofObjectAt location: Int) -> Int? {
        key.text.withUnsafeBytes { text in
            // Without the quotation marks and the colon.
            find(UnsafeRawBufferPointer(rebasing: text[1..<text.count - 2]), hash: key.hash, inObjectAt: location)
        }
    }

    @inline(__always)
    private func find(_ key: UnsafeRawBufferPointer, inObjectAt location: Int) -> Int? {
        find(key, hash: JSONEntry.hash(key), inObjectAt: location)
    }

    @inline(__always)
    private func find(_ key: UnsafeRawBufferPointer, hash: UInt32, inObjectAt location: Int) -> Int? {
        entries.withUnsafeBufferPointer { entries in
            var candidate = location + 1
            let end = entries[location].end
            while candidate < end {
                let entry = entries[candidate]
                if entry.hash == hash, withContent(entry, { $0.withUnsafeBytes { Self.equals($0, key) } }) {
                    return candidate + 1
                }
                let value = entries[candidate + 1]
                candidate = value.isContainer ? value.end : candidate + 2
            }
            return nil
        }
    }

    /// Whether both are the same bytes; compares eight at a time, the last eight of longer ones twice in part.
    @inline(__always)
    private static func equals(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        let count = left.count
        guard count == right.count else { return false }
        guard count >= 8 else {
            for index in 0..<count where left[index] != right[index] { return false }
            return true
        }
        var index = 0
        while index < count - 8 {
            if left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                != right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            {
                return false
            }
            index += 8
        }
        return left.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            == right.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    }
}
