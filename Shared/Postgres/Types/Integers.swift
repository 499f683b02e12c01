extension Int16: PostgresArrayElement, PostgresDecodable {
    /// `smallint`.
    public static var postgresType: PostgresType { .int2 }
    /// `smallint[]`.
    public static var postgresArrayType: PostgresType { .int2Array }

    /// Appends two bytes, big-endian.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self)
    }

    /// Reads a `smallint`.
    public static func decode(_ value: PostgresValue) throws -> Int16 {
        try value.expect(.int2, for: Int16.self)
        return try value.integer()
    }
}

extension Int32: PostgresArrayElement, PostgresDecodable {
    /// `integer`.
    public static var postgresType: PostgresType { .int4 }
    /// `integer[]`.
    public static var postgresArrayType: PostgresType { .int4Array }

    /// Appends four bytes, big-endian.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self)
    }

    /// Reads an `integer` or a `smallint`.
    public static func decode(_ value: PostgresValue) throws -> Int32 {
        if value.type == .int2 { return Int32(try value.integer(Int16.self)) }
        try value.expect(.int4, for: Int32.self)
        return try value.integer()
    }
}

extension Int64: PostgresArrayElement, PostgresDecodable {
    /// `bigint`.
    public static var postgresType: PostgresType { .int8 }
    /// `bigint[]`.
    public static var postgresArrayType: PostgresType { .int8Array }

    /// Appends eight bytes, big-endian.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self)
    }

    /// Reads a `bigint`, an `integer`, a `smallint`, an `oid`, or a `numeric` that is a whole number in range: the sum
    /// of a `bigint` column is a `numeric`.
    public static func decode(_ value: PostgresValue) throws -> Int64 {
        switch value.type {
        case .int4: return Int64(try value.integer(Int32.self))
        case .int2: return Int64(try value.integer(Int16.self))
        case .oid: return Int64(try value.integer(UInt32.self))
        case .numeric: return try wholeNumeric(value)
        default:
            try value.expect(.int8, for: Int64.self)
            return try value.integer()
        }
    }

    /// Source: `numeric_send` in PostgreSQL's `numeric.c`: digits in base 10,000, the first one worth 10,000^weight.
    private static func wholeNumeric(_ value: PostgresValue) throws -> Int64 {
        let refused = PostgresError(code: .decoding, message: "a numeric that is no whole number in the range of Int64")
        let digits = Int(try value.integer(UInt16.self, at: 0))
        let weight = Int(try value.integer(Int16.self, at: 2))
        let sign = try value.integer(UInt16.self, at: 4)
        guard sign == 0 || sign == 0x4000, weight < 5 else { throw refused }
        var total: Int64 = 0
        for position in 0..<Swift.max(digits, weight + 1) {
            let digit = position < digits ? Int64(try value.integer(UInt16.self, at: 8 + 2 * position)) : 0
            guard position <= weight else {
                guard digit == 0 else { throw refused }
                continue
            }
            let (product, tooLarge) = total.multipliedReportingOverflow(by: 10_000)
            let (sum, overflow) = product.subtractingReportingOverflow(digit)
            guard !tooLarge, !overflow else { throw refused }
            total = sum
        }
        if sign != 0 { return total }
        guard total != .min else { throw refused }
        return -total
    }
}

extension Int: PostgresArrayElement, PostgresDecodable {
    /// `bigint`.
    public static var postgresType: PostgresType { .int8 }
    /// `bigint[]`.
    public static var postgresArrayType: PostgresType { .int8Array }

    /// Appends eight bytes, big-endian.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int64(self))
    }

    /// Reads whatever `Int64` reads.
    public static func decode(_ value: PostgresValue) throws -> Int {
        Int(try Int64.decode(value))
    }
}

/// A transaction's identifier that never wraps (`xid8`), as in `pg_current_xact_id()`.
public struct TransactionIdentifier: Hashable, Comparable, Sendable, PostgresArrayElement, PostgresDecodable {
    /// The identifier as PostgreSQL counts it.
    public let value: UInt64

    /// An identifier from its number.
    public init(_ value: UInt64) {
        self.value = value
    }

    /// Older transactions come first.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    /// `xid8`.
    public static var postgresType: PostgresType { .xid8 }
    /// `xid8[]`.
    public static var postgresArrayType: PostgresType { .xid8Array }

    /// Appends eight bytes, big-endian.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: value)
    }

    /// Reads an `xid8`.
    public static func decode(_ value: PostgresValue) throws -> Self {
        try value.expect(.xid8, for: Self.self)
        return Self(try value.integer())
    }
}
