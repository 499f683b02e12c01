/// One value in a document, and where it stands.
public struct WireElement {
    @usableFromInline let document: JSONDocument
    /// The entry in the document.
    @usableFromInline let location: Int

    @inlinable
    init(_ document: JSONDocument, location: Int) {
        self.document = document
        self.location = location
    }

    var entry: JSONEntry { document.entries[location] }

    /// An error at the value.
    public func error(_ code: WireError.Code, limit: WireError.Limit? = nil) -> WireError {
        WireError(code: code, path: document.path(to: location), limit: limit)
    }

    /// Whether the value is a text that is empty or holds nothing but white space.
    @usableFromInline
    var isBlank: Bool {
        let entry = entry
        return entry.isString && document.isBlank(entry)
    }

    /// The text of the value.
    @usableFromInline
    func string() throws(WireError) -> String {
        let entry = entry
        guard entry.isString else { throw error(.wrongType) }
        return document.string(entry)
    }

    /// What a parser makes of the bytes of a string.
    @inline(__always)
    func parse<Value>(_ fault: WireError.Code, _ body: (Span<UInt8>) -> Value?) throws(WireError) -> Value {
        let entry = entry
        guard entry.isString else { throw error(.wrongType) }
        guard let value = document.withContent(entry, body) else { throw error(fault) }
        return value
    }

    /// The object that the value is.
    @usableFromInline
    func object() throws(WireError) -> WireObject {
        guard entry.kind == .object else { throw error(.wrongType) }
        return WireObject(document, location: location)
    }

    /// Begins a walk through the list that the value is.
    @usableFromInline
    func elements(max: Int) throws(WireError) -> WireElements {
        let entry = entry
        guard entry.kind == .array else { throw error(.wrongType) }
        guard entry.count <= max else { throw error(.tooLong, limit: WireError.Limit(max, .elements)) }
        return WireElements(document, location: location + 1, count: entry.count)
    }
}

/// A walk through the elements of a list.
@usableFromInline
struct WireElements: IteratorProtocol {
    private let document: JSONDocument
    private var location: Int
    /// How many are left.
    @usableFromInline private(set) var count: Int

    fileprivate init(_ document: JSONDocument, location: Int, count: Int) {
        self.document = document
        self.location = location
        self.count = count
    }

    @usableFromInline
    mutating func next() -> WireElement? {
        guard count > 0 else { return nil }
        defer {
            location = document.next(after: location)
            count -= 1
        }
        return WireElement(document, location: location)
    }
}
