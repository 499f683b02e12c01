/// One value in a document, and where it stands.
public struct WireElement {
    /// The object that holds the value, or the list that it is in.
    @usableFromInline let object: WireObject
    @usableFromInline let key: String
    /// The entry in the document.
    @usableFromInline let location: Int
    /// The position in a list; `nil` for a member.
    @usableFromInline let index: Int?

    @inlinable
    init(object: WireObject, key: String, location: Int, index: Int? = nil) {
        self.object = object
        self.key = key
        self.location = location
        self.index = index
    }

    var entry: JSONEntry { object.document.entries[location] }

    /// An error at the value.
    public func error(_ code: WireError.Code, limit: WireError.Limit? = nil) -> WireError {
        guard let index else { return object.error(code, at: key, limit: limit) }
        return WireError(code: code, path: "\(object.childPath(key))[\(index)]", limit: limit)
    }

    /// The text of the value.
    func string() throws(WireError) -> String {
        let entry = entry
        guard entry.isString else { throw error(.wrongType) }
        return object.document.string(entry)
    }

    /// What a parser makes of the bytes of a string.
    @inline(__always)
    func parse<Value>(_ fault: WireError.Code, _ body: (Span<UInt8>) -> Value?) throws(WireError) -> Value {
        let entry = entry
        guard entry.isString else { throw error(.wrongType) }
        guard let value = object.document.withContent(entry, body) else { throw error(fault) }
        return value
    }
}
