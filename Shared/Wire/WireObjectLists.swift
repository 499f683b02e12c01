public import Kernel

// Members that are lists. Each has a greatest length; an error names the element at fault.

extension WireElement {
    /// The list that the value is, each element read by the closure.
    @inlinable
    func list<Element>(
        max: Int, _ body: (WireElement) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        var rest = try elements(max: max)
        var list: [Element] = []
        list.reserveCapacity(rest.count)
        while let element = rest.next() { list.append(try body(element)) }
        return list
    }
}

extension WireObject {
    /// A member that is a list of objects, each read by the closure.
    @inlinable
    public func array<Element>(
        _ key: String, max: Int, _ body: (WireObject) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        try member(key).list(max: max) { (element) throws(WireError) in try body(try element.object()) }
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
        try [String].read(member(key), .elements(max, each: .characters(maxLength)))
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
        try [Int64].read(member(key), .elements(max, each: range))
    }

    /// A list of identifiers.
    public func identifiers<Tag>(
        _ key: String, max: Int = 1_000, of tag: Tag.Type = Tag.self
    ) throws(WireError) -> [Identifier<Tag>] {
        try [Identifier<Tag>].read(member(key), .elements(max))
    }

    /// A list of values of an enumeration.
    public func enumerations<Value: RawRepresentable<String> & CaseIterable>(
        _ key: String, max: Int = 1_000, as type: Value.Type = Value.self
    ) throws(WireError) -> [Value] {
        try member(key).list(max: max) { (element) throws(WireError) in try element.choice() }
    }
}

extension WireError.Code: Error {}
