public import Kernel

/// A value that has one JSON form by itself.
public protocol WireValue {
    /// Appends the JSON form.
    func write(to bytes: inout [UInt8])
}

extension Bool: WireValue {
    /// Appends `true` or `false`.
    public func write(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: (self ? "true" : "false").utf8)
    }
}

extension Int: WireValue {
    /// Appends the decimal digits.
    public func write(to bytes: inout [UInt8]) { Int64(self).write(to: &bytes) }
}

extension Int64: WireValue {
    /// Appends the decimal digits.
    public func write(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: 20) { output in
            if self < 0 { output.append(UInt8(ascii: "-")) }
            let start = output.count
            var rest = magnitude
            repeat {
                output.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            var (left, right) = (start, output.count - 1)
            while left < right {
                output.swapAt(left, right)
                left += 1
                right -= 1
            }
        }
    }
}

extension Double: WireValue {
    /// Appends the shortest digits that read back as the same number, and `null` for what JSON cannot say.
    ///
    /// Negative zero is written as zero, and NaN and the infinities as `null`, because our own reader refuses them.
    public func write(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: (isFinite ? (self == 0 ? 0.0 : self).description : "null").utf8)
    }
}

extension Identifier: WireValue {
    /// Appends the canonical text as a string.
    @inlinable
    public func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        appendText(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}

extension Timestamp: WireValue {
    /// Appends the moment in ISO 8601, UTC, as a string.
    public func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        appendISO8601(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}

extension CivilDate: WireValue {
    /// Appends the day in ISO 8601 as a string.
    public func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        appendText(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}

extension AreaCode: WireValue {
    /// Appends the digits as a string.
    public func write(to bytes: inout [UInt8]) { text.write(to: &bytes) }
}

extension Version: WireValue {
    /// Appends the number.
    public func write(to bytes: inout [UInt8]) { value.write(to: &bytes) }
}

extension JSONValue: WireValue {
    /// Appends the value without white space, an object's members in their order.
    public func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): value.write(to: &bytes)
        case .integer(let value): value.write(to: &bytes)
        case .double(let value): value.write(to: &bytes)
        case .string(let value): value.write(to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object): object.write(to: &bytes)
        }
    }
}

extension JSONObject: WireValue {
    /// Appends the members in their order, without white space.
    public func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            member.key.writeKey(to: &bytes, afterComma: index > 0)
            member.value.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
