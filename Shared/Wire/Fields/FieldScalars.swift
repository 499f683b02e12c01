public import Kernel

// The plain values of fields.

extension Bool: ElementValue {
    /// `true` or `false`.
    public static func schema(_ limits: NoLimits) -> Schema { .boolean }

    /// Reads `true` or `false`.
    public static func read(_ element: WireElement, _ limits: NoLimits) throws(WireError) -> Bool {
        switch element.entry.kind {
        case .true: return true
        case .false: return false
        default: throw element.error(.wrongType)
        }
    }
}

extension Int64: ElementValue {
    /// Every value.
    public static var usualLimits: ClosedRange<Int64> { .min ... .max }

    /// A whole number in the range.
    public static func schema(_ limits: ClosedRange<Int64>) -> Schema { .integer(limits) }

    /// Reads a whole number in the range.
    public static func read(_ element: WireElement, _ limits: ClosedRange<Int64>) throws(WireError) -> Int64 {
        do throws(WireError.Code) {
            return try element.entry.wholeNumber(in: limits)
        } catch {
            throw element.error(error)
        }
    }
}

extension Int: ElementValue {
    /// Every value.
    public static var usualLimits: ClosedRange<Int> { .min ... .max }

    /// A whole number in the range.
    public static func schema(_ limits: ClosedRange<Int>) -> Schema { .integer(widened(limits)) }

    /// Reads a whole number in the range.
    public static func read(_ element: WireElement, _ limits: ClosedRange<Int>) throws(WireError) -> Int {
        Int(try Int64.read(element, widened(limits)))
    }

    private static func widened(_ range: ClosedRange<Int>) -> ClosedRange<Int64> {
        Int64(range.lowerBound)...Int64(range.upperBound)
    }
}

extension Double: ElementValue {
    /// Every finite value.
    public static var usualLimits: ClosedRange<Double> { -.greatestFiniteMagnitude ... .greatestFiniteMagnitude }

    /// A number in the range.
    public static func schema(_ limits: ClosedRange<Double>) -> Schema {
        .number(limits == usualLimits ? nil : limits)
    }

    /// Reads a number in the range.
    public static func read(_ element: WireElement, _ limits: ClosedRange<Double>) throws(WireError) -> Double {
        let entry = element.entry
        let number: Double
        switch entry.kind {
        case .double: number = entry.double
        case .integer: number = Double(entry.integer)
        default: throw element.error(.wrongType)
        }
        guard limits.contains(number) else { throw element.error(.outOfRange) }
        return number
    }
}

/// How long a text may be.
public struct TextLimits: Sendable, Hashable {
    /// The least and the greatest length.
    ///
    /// Units: characters as a reader sees them (grapheme clusters).
    public let length: ClosedRange<Int>

    /// That many characters.
    public static func characters(_ length: ClosedRange<Int>) -> TextLimits { TextLimits(length: length) }

    /// At most that many characters.
    public static func characters(_ most: Int) -> TextLimits { TextLimits(length: 0...most) }
}

extension String: ElementValue {
    /// At most 1,000 characters.
    public static var usualLimits: TextLimits { .characters(1_000) }

    /// A text of the length.
    public static func schema(_ limits: TextLimits) -> Schema {
        .string(minLength: limits.length.lowerBound, maxLength: limits.length.upperBound)
    }

    /// Reads a text of the length.
    public static func read(_ element: WireElement, _ limits: TextLimits) throws(WireError) -> String {
        let entry = element.entry
        guard entry.isString else { throw element.error(.wrongType) }
        let text: String
        do throws(WireError.Limit) {
            text = try element.document.text(entry, maxLength: limits.length.upperBound)
        } catch {
            throw element.error(.tooLong, limit: error)
        }
        // A text shorter than its least length is as good as none.
        if limits.length.lowerBound > 0, text.count < limits.length.lowerBound { throw element.error(.missing) }
        return text
    }
}

extension Identifier: ElementValue {
    /// A UUID.
    public static func schema(_ limits: NoLimits) -> Schema { .identifier }

    /// Reads the canonical text.
    public static func read(_ element: WireElement, _ limits: NoLimits) throws(WireError) -> Identifier<Tag> {
        try element.parse(.unknownValue) { Identifier<Never>(utf8: $0) }.retagged()
    }
}

extension Timestamp: ElementValue {
    /// A moment with its zone.
    public static func schema(_ limits: NoLimits) -> Schema { .timestamp }

    /// Reads ISO 8601 with its zone.
    public static func read(_ element: WireElement, _ limits: NoLimits) throws(WireError) -> Timestamp {
        try element.parse(.outOfRange) { Timestamp(utf8: $0) }
    }
}

extension CivilDate: ElementValue {
    /// A day.
    public static func schema(_ limits: NoLimits) -> Schema { .date }

    /// Reads a day as `2026-11-21`.
    public static func read(_ element: WireElement, _ limits: NoLimits) throws(WireError) -> CivilDate {
        try element.parse(.outOfRange) { CivilDate(utf8: $0) }
    }
}

extension AreaCode: ElementValue {
    /// A statistical code.
    public static func schema(_ limits: NoLimits) -> Schema { .areaCode }

    /// Reads a statistical code.
    public static func read(_ element: WireElement, _ limits: NoLimits) throws(WireError) -> AreaCode {
        guard let code = AreaCode(try element.string()) else { throw element.error(.unknownValue) }
        return code
    }
}

extension Version: ElementValue {
    /// A whole number from 1.
    public static func schema(_ limits: NoLimits) -> Schema { .integer(1...Int64.max) }

    /// Reads a whole number from 1.
    public static func read(_ element: WireElement, _ limits: NoLimits) throws(WireError) -> Version {
        Version(value: try Int64.read(element, 1...Int64.max))
    }
}

/// An enumeration whose cases are words of the wire.
public protocol WireEnumeration: RawRepresentable<String>, CaseIterable, ElementValue where Limits == NoLimits {}

extension WireEnumeration {
    /// One of the words.
    public static func schema(_ limits: NoLimits) -> Schema { .choice(allCases.map(\.rawValue)) }

    /// Reads one of the words.
    public static func read(_ element: WireElement, _ limits: NoLimits) throws(WireError) -> Self {
        try element.choice()
    }

    /// Appends the word as a string.
    public func write(to bytes: inout [UInt8]) { rawValue.write(to: &bytes) }
}
