/// A JSON object under the questions of a decoder; every error says where the fault is.
///
/// A required member that is absent or `null` is `missing`. An optional one that is `null` or a text of blanks counts as
/// absent: what a sender does not know may be left out, null or blank, and all three mean the same.
public struct WireObject: Sendable {
    @usableFromInline let document: JSONDocument

    /// Where the object begins in the document.
    @usableFromInline let location: Int

    @inlinable
    init(_ document: JSONDocument, location: Int) {
        self.document = document
        self.location = location
    }

    /// Takes a JSON object that was read or built already.
    public init(_ members: JSONObject, path: String = "") {
        self.init(JSONDocument(.object(members), path: path), location: 0)
    }

    /// Reads bytes that hold one JSON object and nothing else.
    public init(parsing bytes: [UInt8], limits: ParseLimits = .default) throws(WireError) {
        let document = try JSONDocument(parsing: bytes, limits: limits)
        guard document.entries[0].kind == .object else { throw WireError(code: .wrongType) }
        self.init(document, location: 0)
    }

    /// The members as a tree.
    public var members: JSONObject { document.object(at: location) }

    /// Where the object stands in the whole, as in `offers[2]`; empty for the whole itself.
    public var path: String { document.path(to: location) }

    /// An error at a member, for rules that go beyond a single type.
    public func error(_ code: WireError.Code, at key: String, limit: WireError.Limit? = nil) -> WireError {
        WireError(code: code, path: WirePath.join(path, WirePath.shown(key)), limit: limit)
    }

    /// The value of a member; `nil` if it is absent or null.
    public func value(_ key: String) -> JSONValue? {
        find(key).map { document.value(at: $0.location) }
    }

    /// Whether a member says anything: it is there, not null, and no text of blanks.
    public func has(_ key: String) -> Bool { find(key)?.isBlank == false }

    /// The value of a member; `nil` if it is absent or null.
    @inline(__always)
    func find(_ key: String) -> WireElement? {
        unlessNull(document.member(key, ofObjectAt: location)).map { WireElement(document, location: $0) }
    }

    /// Where the value of a field is; `nil` if it is absent or null.
    @usableFromInline
    func find(_ key: FieldKey) -> Int? {
        unlessNull(document.member(key, ofObjectAt: location))
    }

    @inline(__always)
    private func unlessNull(_ location: Int?) -> Int? {
        guard let location, document.entries[location].kind != .null else { return nil }
        return location
    }

    /// The value of a member that has to be there.
    @usableFromInline
    func member(_ key: String) throws(WireError) -> WireElement {
        guard let element = find(key) else { throw error(.missing, at: key) }
        return element
    }

    /// Refuses members that are not named, so that a misspelt or smuggled one does not pass unseen.
    public func rejectUnknown(_ known: [String]) throws(WireError) {
        var key = location + 1
        for _ in 0..<document.entries[location].count {
            let name = document.string(document.entries[key])
            guard known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
                throw error(.unknownField, at: name)
            }
            key = document.next(after: key + 1)
        }
    }

    /// A member that is an object.
    public func object(_ key: String) throws(WireError) -> WireObject { try member(key).object() }

    /// A member that is an object, or `nil` if it is absent.
    public func optionalObject(_ key: String) throws(WireError) -> WireObject? {
        try has(key) ? object(key) : nil
    }
}

extension WireObject: Hashable {
    /// Whether both have the same members in the same order at the same path.
    public static func == (left: WireObject, right: WireObject) -> Bool {
        left.path == right.path && left.members == right.members
    }

    /// Hashes the members.
    public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}
