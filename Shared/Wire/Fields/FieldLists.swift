/// How many elements a list may have, and what bounds each of them.
public struct ListLimits<Element: WrittenElement>: Sendable {
    /// The greatest number of elements.
    public let count: Int
    /// The limits of each element.
    public let element: Element.Limits

    @inlinable
    init(count: Int, element: Element.Limits) {
        self.count = count
        self.element = element
    }

    /// At most that many elements, each within its limits.
    @inlinable
    public static func elements(_ most: Int, each limits: Element.Limits = Element.usualLimits) -> ListLimits {
        ListLimits(count: most, element: limits)
    }
}

extension Array: WireValue where Element: WireValue {
    /// Appends the elements.
    @inlinable
    public func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            element.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

extension Array: WrittenValue, WrittenElement where Element: WrittenElement {
    /// What bounds the list.
    public typealias Limits = ListLimits<Element>

    /// At most 1,000 elements.
    @inlinable
    public static var usualLimits: Limits { .elements(1_000) }

    /// A list.
    @inlinable
    public static func schema(_ limits: Limits) -> Schema {
        .array(of: Element.schema(limits.element), max: limits.count == .max ? nil : limits.count)
    }
}

extension Array: FieldValue, ElementValue where Element: ElementValue {
    /// Reads a list; an error names the element at fault.
    @inlinable
    public static func read(_ element: WireElement, _ limits: Limits) throws(WireError) -> [Element] {
        try element.list(max: limits.count) { (item) throws(WireError) in try Element.read(item, limits.element) }
    }
}
