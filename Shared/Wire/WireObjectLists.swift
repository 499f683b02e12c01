public import Kernel

// Members that are lists. Each has a greatest length; an error names the element at fault.

/// A walk through the elements of a list.
@usableFromInline
struct ListCursor {
    var place: Int
    @usableFromInline let count: Int
    @usableFromInline var index = 0
    let path: String

    init(place: Int, count: Int, path: String) {
        self.place = place
        self.count = count
        self.path = path
    }

    func error(_ code: WireError.Code, limit: WireError.Limit? = nil) -> WireError {
        WireError(code: code, path: "\(path)[\(index)]", limit: limit)
    }
}

extension WireObject {
    /// A member that is a list of objects, each read by the closure.
    @inlinable
    public func array<Element>(
        _ key: String, max: Int, _ body: (WireObject) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        var cursor = try open(key, max: max)
        var elements: [Element] = []
        elements.reserveCapacity(cursor.count)
        while cursor.index < cursor.count { elements.append(try body(try nextObject(&cursor))) }
        return elements
    }

    /// A member that is a list of objects, each read by the closure, or `nil` if it is absent.
    @inlinable
    public func optionalArray<Element>(
        _ key: String, max: Int, _ body: (WireObject) throws(WireError) -> Element
    ) throws(WireError) -> [Element]? {
        try has(key) ? array(key, max: max, body) : nil
    }

    /// A list of strings.
    public func strings(
        _ key: String, max: Int = 1_000, maxLength: Int = 1_000
    ) throws(WireError) -> [String] {
        try elements(key, max: max) { (entry, cursor) throws(WireError) in
            guard entry.isString else { throw cursor.error(.wrongType) }
            do throws(WireError.Limit) {
                return try text(entry, maxLength: maxLength)
            } catch {
                throw cursor.error(.tooLong, limit: error)
            }
        }
    }

    /// A list of strings, or `nil` if it is absent.
    public func optionalStrings(
        _ key: String, max: Int = 1_000, maxLength: Int = 1_000
    ) throws(WireError) -> [String]? {
        try has(key) ? strings(key, max: max, maxLength: maxLength) : nil
    }

    /// A list of integers in a range.
    public func integers(
        _ key: String, max: Int = 1_000, in range: ClosedRange<Int64> = .min ... .max
    ) throws(WireError) -> [Int64] {
        try elements(key, max: max) { (entry, cursor) throws(WireError) in
            do throws(WireError.Code) {
                return try entry.wholeNumber(in: range)
            } catch {
                throw cursor.error(error)
            }
        }
    }

    /// A list of identifiers.
    public func identifiers<Tag>(
        _ key: String, max: Int = 1_000, of tag: Tag.Type = Tag.self
    ) throws(WireError) -> [Identifier<Tag>] {
        try elements(key, max: max) { (entry, cursor) throws(WireError) in
            guard entry.isString else { throw cursor.error(.wrongType) }
            guard let identifier = document.withContent(entry, { Identifier<Tag>(utf8: $0) }) else {
                throw cursor.error(.unknownValue)
            }
            return identifier
        }
    }

    /// A list of values of an enumeration.
    public func enumerations<Value: RawRepresentable<String> & CaseIterable>(
        _ key: String, max: Int = 1_000, as type: Value.Type = Value.self
    ) throws(WireError) -> [Value] {
        try elements(key, max: max) { (entry, cursor) throws(WireError) in
            guard entry.isString else { throw cursor.error(.wrongType) }
            guard let value = Value(rawValue: document.string(entry)) else { throw cursor.error(.unknownValue) }
            return value
        }
    }

    @usableFromInline
    func open(_ key: String, max: Int) throws(WireError) -> ListCursor {
        guard let place = find(key) else { throw error(.missing, at: key) }
        let entry = document.entries[place]
        guard entry.kind == .array else { throw error(.wrongType, at: key) }
        guard entry.count <= max else { throw error(.tooLong, at: key, limit: WireError.Limit(max, .elements)) }
        return ListCursor(place: place + 1, count: entry.count, path: childPath(key))
    }

    @usableFromInline
    func nextObject(_ cursor: inout ListCursor) throws(WireError) -> WireObject {
        guard document.entries[cursor.place].kind == .object else { throw cursor.error(.wrongType) }
        let object = WireObject(document, place: cursor.place, base: cursor.path, index: cursor.index)
        cursor.place = document.next(after: cursor.place)
        cursor.index += 1
        return object
    }

    private func elements<Element>(
        _ key: String, max: Int, _ body: (JSONEntry, ListCursor) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        var cursor = try open(key, max: max)
        var elements: [Element] = []
        elements.reserveCapacity(cursor.count)
        while cursor.index < cursor.count {
            elements.append(try body(document.entries[cursor.place], cursor))
            cursor.place = document.next(after: cursor.place)
            cursor.index += 1
        }
        return elements
    }
}

extension WireError.Code: Error {}
