/// A JSON object under the questions of a decoder; every error says where the fault is.
///
/// A required member that is absent or `null` is `missing`. An optional one that is `null` or a text of blanks counts as
/// absent: what a sender does not know may be left out, null or blank, and all three mean the same.
public struct WireObject: Sendable {
    let document: JSONDocument

    /// Where the object begins in the document.
    let place: Int

    /// The path of the whole, without the last index: built so that reading without errors makes no strings.
    private let base: String
    private let index: Int?

    init(_ document: JSONDocument, place: Int, base: String, index: Int?) {
        self.document = document
        self.place = place
        self.base = base
        self.index = index
    }

    /// Takes a JSON object that was read or built already.
    public init(_ members: JSONObject, path: String = "") {
        self.init(JSONDocument(.object(members)), place: 0, base: path, index: nil)
    }

    /// Reads bytes that hold one JSON object and nothing else.
    public init(parsing bytes: [UInt8], limits: ParseLimits = .default) throws(WireError) {
        let document = try JSONDocument(parsing: bytes, limits: limits)
        guard document.entries[0].kind == .object else { throw WireError(code: .wrongType) }
        self.init(document, place: 0, base: "", index: nil)
    }

    /// The members as a tree.
    public var members: JSONObject { document.object(at: place) }

    /// Where the object stands in the whole, as in `offers[2]`; empty for the whole itself.
    public var path: String {
        guard let index else { return base }
        return "\(base)[\(index)]"
    }

    /// An error at a member, for rules that go beyond a single type.
    public func error(_ code: WireError.Code, at key: String, limit: WireError.Limit? = nil) -> WireError {
        WireError(code: code, path: WirePath.join(path, WirePath.shown(key)), limit: limit)
    }

    /// The value of a member; `nil` if it is absent or null.
    public func value(_ key: String) -> JSONValue? {
        find(key).map { document.value(at: $0) }
    }

    /// Whether a member says anything: it is there, not null, and no text of blanks.
    public func has(_ key: String) -> Bool {
        guard let place = find(key) else { return false }
        let entry = document.entries[place]
        return !entry.isString || !document.isBlank(entry)
    }

    /// Where a member's value is; `nil` if it is absent or null.
    @inline(__always)
    func find(_ key: String) -> Int? {
        guard let place = document.member(key, ofObjectAt: place), document.entries[place].kind != .null else {
            return nil
        }
        return place
    }

    /// Where a field's value is; `nil` if it is absent or null.
    @usableFromInline
    func find(_ key: FieldKey) -> Int? {
        guard let location = document.member(key, ofObjectAt: place), document.entries[location].kind != .null else {
            return nil
        }
        return location
    }

    /// The entry of a member that has to be there.
    @inline(__always)
    func required(_ key: String) throws(WireError) -> JSONEntry {
        guard let place = find(key) else { throw error(.missing, at: key) }
        return document.entries[place]
    }

    /// The entry of a member that has to be there and to be a string.
    @inline(__always)
    func requiredString(_ key: String) throws(WireError) -> JSONEntry {
        let entry = try required(key)
        guard entry.isString else { throw error(.wrongType, at: key) }
        return entry
    }

    /// Refuses members that are not named, so that a misspelt or smuggled one does not pass unseen.
    public func rejectUnknown(_ known: [String]) throws(WireError) {
        var key = place + 1
        for _ in 0..<document.entries[place].count {
            let name = document.string(document.entries[key])
            guard known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
                throw error(.unknownField, at: name)
            }
            key = document.next(after: key + 1)
        }
    }

    /// A member that is an object.
    public func object(_ key: String) throws(WireError) -> WireObject {
        guard let place = find(key) else { throw error(.missing, at: key) }
        guard document.entries[place].kind == .object else { throw error(.wrongType, at: key) }
        return WireObject(document, place: place, base: childPath(key), index: nil)
    }

    /// A member that is an object, or `nil` if it is absent.
    public func optionalObject(_ key: String) throws(WireError) -> WireObject? {
        try has(key) ? object(key) : nil
    }

    /// The path of what a member holds.
    func childPath(_ key: String) -> String {
        base.isEmpty && index == nil ? key : WirePath.join(path, key)
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
