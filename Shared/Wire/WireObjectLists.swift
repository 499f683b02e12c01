public import Kernel

// Lists of plain values.

extension WireObject {
    /// A list of strings.
    public func strings(
        _ key: String, max: Int = 1_000, maxLength: Int = 1_000
    ) throws(WireError) -> [String] {
        try elements(key, max: max) { (value) throws(WireError.Code) in
            guard case .string(let text) = value else { throw .wrongType }
            guard Self.fits(text, maxLength) else { throw .tooLong }
            return text
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
        try elements(key, max: max) { (value) throws(WireError.Code) in
            guard case .integer(let number) = value else { throw .wrongType }
            guard range.contains(number) else { throw .outOfRange }
            return number
        }
    }

    /// A list of identifiers.
    public func identifiers<Tag>(
        _ key: String, max: Int = 1_000, of tag: Tag.Type = Tag.self
    ) throws(WireError) -> [Identifier<Tag>] {
        try elements(key, max: max) { (value) throws(WireError.Code) in
            guard case .string(let text) = value else { throw .wrongType }
            guard let identifier = Identifier<Tag>(utf8: text.utf8.span) else { throw .unknownValue }
            return identifier
        }
    }

    /// A list of values of an enumeration.
    public func enumerations<Value: RawRepresentable<String> & CaseIterable>(
        _ key: String, max: Int = 1_000, as type: Value.Type = Value.self
    ) throws(WireError) -> [Value] {
        try elements(key, max: max) { (value) throws(WireError.Code) in
            guard case .string(let text) = value else { throw .wrongType }
            guard let value = Value(rawValue: text) else { throw .unknownValue }
            return value
        }
    }

    private func elements<Element>(
        _ key: String, max: Int, _ body: (JSONValue) throws(WireError.Code) -> Element
    ) throws(WireError) -> [Element] {
        let values = try list(key, max: max)
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for value in values {
            do throws(WireError.Code) {
                elements.append(try body(value))
            } catch {
                throw WireError(code: error, path: "\(childPath(key))[\(elements.count)]")
            }
        }
        return elements
    }
}

extension WireError.Code: Error {}
