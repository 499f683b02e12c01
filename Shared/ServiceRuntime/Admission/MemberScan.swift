import Wire

/// Refuses members that a schema does not name, at every depth, on the bytes as they came.
///
/// Why on the bytes: a member such as `is_admin` must not pass unseen and a misspelt optional one must not be lost, but
/// a body of nothing except unknown members must not be made into values first. Bytes that are no JSON are passed over:
/// the parser refuses them, and says where.
struct MemberScan {
    private enum Fault: Error {
        case notJSON
        case unknown(WireError)
    }

    private enum Step {
        case key(String)
        case index(Int)
    }

    private let bytes: [UInt8]
    private var offset = 0
    private var path: [Step] = []

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Looks at every member's name.
    ///
    /// Throws: `WireError` of the first unknown one.
    static func check(_ bytes: [UInt8], against schema: Schema) throws(WireError) {
        var scan = MemberScan(bytes)
        do {
            try scan.value(schema, depth: 0)
        } catch {
            if case .unknown(let error) = error { throw error }
        }
    }

    private mutating func value(_ schema: Schema?, depth: Int) throws(Fault) {
        guard depth <= ParseLimits.default.depth else { throw .notJSON }
        switch try next() {
        case UInt8(ascii: "{"): try object(schema, depth: depth)
        case UInt8(ascii: "["): try array(schema, depth: depth)
        case UInt8(ascii: "\""): _ = try string()
        default: scalar()
        }
    }

    private mutating func object(_ schema: Schema?, depth: Int) throws(Fault) {
        var properties: [Schema.Property]?
        if case .object(_, let known)? = schema { properties = known }
        offset += 1
        if try next() == UInt8(ascii: "}") {
            offset += 1
            return
        }
        while true {
            guard try next() == UInt8(ascii: "\"") else { throw .notJSON }
            let key = try string()
            guard try next() == UInt8(ascii: ":") else { throw .notJSON }
            offset += 1
            var member: Schema?
            if let properties {
                let property = try self.property(key, among: properties)
                member = property.schema
                path.append(.key(property.name))
            }
            try value(member, depth: depth + 1)
            if properties != nil { path.removeLast() }
            guard try continues(until: UInt8(ascii: "}")) else { return }
        }
    }

    private mutating func array(_ schema: Schema?, depth: Int) throws(Fault) {
        var element: Schema?
        if case .array(let of, _)? = schema { element = of }
        offset += 1
        if try next() == UInt8(ascii: "]") {
            offset += 1
            return
        }
        var index = 0
        while true {
            path.append(.index(index))
            try value(element, depth: depth + 1)
            path.removeLast()
            index += 1
            guard try continues(until: UInt8(ascii: "]")) else { return }
        }
    }

    private func property(
        _ key: ArraySlice<UInt8>, among properties: [Schema.Property]
    ) throws(Fault) -> Schema.Property {
        if let property = properties.first(where: { $0.name.utf8.elementsEqual(key) }) { return property }
        let name = try text(key)
        guard let property = properties.first(where: { $0.name == name }) else {
            throw .unknown(WireObject(JSONObject(), path: shownPath).error(.unknownField, at: name))
        }
        return property
    }

    /// A key with its escapes read.
    private func text(_ key: ArraySlice<UInt8>) throws(Fault) -> String {
        guard key.contains(UInt8(ascii: "\\")) else { return String(decoding: key, as: UTF8.self) }
        do {
            return try WireObject(parsing: Array("{\"k\":\"".utf8) + key + Array("\"}".utf8)).string("k")
        } catch {
            throw error.isSyntax ? .notJSON : .unknown(WireError(code: .unknownField, path: "?"))
        }
    }

    private var shownPath: String {
        path.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }

    /// Whether another member or element follows; otherwise the closing byte is passed.
    private mutating func continues(until end: UInt8) throws(Fault) -> Bool {
        let byte = try next()
        guard byte == UInt8(ascii: ",") || byte == end else { throw .notJSON }
        offset += 1
        return byte != end
    }

    /// The next byte that is no whitespace; it is not passed.
    private mutating func next() throws(Fault) -> UInt8 {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return bytes[offset]
            }
        }
        throw .notJSON
    }

    /// Passes a string; what stands between its quotes.
    private mutating func string() throws(Fault) -> ArraySlice<UInt8> {
        offset += 1
        let start = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return bytes[start..<(offset - 1)]
            case UInt8(ascii: "\\"): offset += 2
            default: offset += 1
            }
        }
        throw .notJSON
    }

    /// Passes a number or a word, whatever it is.
    private mutating func scalar() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: return
            default: offset += 1
            }
        }
    }
}
