/// A 128-bit identifier whose type says what it names; the tag has no values at run time.
///
/// Two identifiers compare by their sixteen bytes, which for version 7 is the order of their making to the millisecond.
///
/// Source: RFC 9562 (UUID), sections 4 (text form), 5.7 (version 7) and 5.8 (version 8).
public struct Identifier<Tag>: Hashable, Comparable, Sendable {
    /// The first eight bytes, big-endian.
    public let high: UInt64

    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// Makes an identifier of its two halves.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Orders identifiers by their bytes.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    /// The same sixteen bytes under another tag, for the few places that handle every kind of identifier alike.
    @inlinable
    public func retagged<Other>(as other: Other.Type = Other.self) -> Identifier<Other> {
        Identifier<Other>(high: high, low: low)
    }

    /// The sixteen bytes, in network order.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for half in [high, low] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: half >> shift))
            }
        }
        return bytes
    }

    /// Reads sixteen bytes in network order; `nil` for any other count.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        var halves: (high: UInt64, low: UInt64) = (0, 0)
        var count = 0
        for byte in bytes {
            guard count < 16 else { return nil }
            if count < 8 {
                halves.high = halves.high << 8 | UInt64(byte)
            } else {
                halves.low = halves.low << 8 | UInt64(byte)
            }
            count += 1
        }
        guard count == 16 else { return nil }
        self.init(high: halves.high, low: halves.low)
    }
}
