/// A JSON object under the questions of a decoder; every error says where the fault is.
///
/// A required member that is absent or `null` is `missing`; an optional one that is `null` counts as absent.
public struct WireObject: Hashable, Sendable {
    /// The members.
    public let members: JSONObject

    /// The path of the whole, without the last index: built so that reading without errors makes no strings.
    private let base: String
    private let index: Int?

    /// Takes a JSON object that was read already.
    public init(_ members: JSONObject, path: String = "") {
        self.init(members, base: path, index: nil)
    }

    @usableFromInline
    init(_ members: JSONObject, base: String, index: Int?) {
        self.members = members
        self.base = base
        self.index = index
    }

    /// Reads bytes that hold one JSON object and nothing else.
    public init(parsing bytes: [UInt8], limits: ParseLimits = .default) throws(WireError) {
        guard case .object(let members) = try JSONValue(parsing: bytes, limits: limits) else {
            throw WireError(code: .wrongType)
        }
        self.init(members)
    }

    /// Where the object stands in the whole, as in `offers[2]`; empty for the whole itself.
    public var path: String {
        guard let index else { return base }
        return "\(base)[\(index)]"
    }

    /// An error at a member, for rules that go beyond a single type.
    public func error(_ code: WireError.Code, at key: String) -> WireError {
        WireError(code: code, path: WirePath.join(path, WirePath.shown(key)))
    }

    /// The value of a member; `nil` if it is absent or null.
    public func value(_ key: String) -> JSONValue? {
        guard let place = members.place(of: key) else { return nil }
        if case .null = members.members[place].value { return nil }
        return members.members[place].value
    }

    /// Whether a member is there and not null.
    @inline(__always)
    func has(_ key: String) -> Bool {
        guard let place = members.place(of: key) else { return false }
        if case .null = members.members[place].value { return false }
        return true
    }

    /// The value of a member that has to be there.
    @inline(__always)
    func required(_ key: String) throws(WireError) -> JSONValue {
        guard let value = value(key) else { throw error(.missing, at: key) }
        return value
    }

    /// Refuses members that are not named, so that a misspelt or smuggled one does not pass unseen.
    public func rejectUnknown(_ known: [String]) throws(WireError) {
        for member in members.members where !known.contains(member.key) {
            throw error(.unknownField, at: member.key)
        }
    }

    /// A member that is an object.
    public func object(_ key: String) throws(WireError) -> WireObject {
        guard case .object(let members) = try required(key) else { throw error(.wrongType, at: key) }
        return WireObject(members, base: childPath(key), index: nil)
    }

    /// A member that is an object, or `nil` if it is absent.
    public func optionalObject(_ key: String) throws(WireError) -> WireObject? {
        try has(key) ? object(key) : nil
    }

    /// A member that is a list of objects, each read by the closure.
    @inlinable
    public func array<Element>(
        _ key: String, max: Int, _ body: (WireObject) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        let values = try list(key, max: max)
        let base = childPath(key)
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for value in values {
            guard case .object(let members) = value else {
                throw WireError(code: .wrongType, path: "\(base)[\(elements.count)]")
            }
            elements.append(try body(WireObject(members, base: base, index: elements.count)))
        }
        return elements
    }

    /// A member that is a list of objects, each read by the closure, or `nil` if it is absent.
    @inlinable
    public func optionalArray<Element>(
        _ key: String, max: Int, _ body: (WireObject) throws(WireError) -> Element
    ) throws(WireError) -> [Element]? {
        value(key) == nil ? nil : try array(key, max: max, body)
    }

    /// The values of a member that is a list.
    @usableFromInline
    func list(_ key: String, max: Int) throws(WireError) -> [JSONValue] {
        guard case .array(let values) = try required(key) else { throw error(.wrongType, at: key) }
        guard values.count <= max else { throw error(.tooLong, at: key) }
        return values
    }

    /// The path of what a member holds.
    @usableFromInline
    func childPath(_ key: String) -> String {
        base.isEmpty && index == nil ? key : WirePath.join(path, key)
    }
}
