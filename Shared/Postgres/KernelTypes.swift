public import Kernel

extension Identifier: PostgresEncodable, PostgresArrayElement, PostgresDecodable {
    /// `uuid`.
    public static var postgresType: PostgresType { .uuid }
    /// `uuid[]`.
    public static var postgresArrayType: PostgresType { .uuidArray }

    /// Appends sixteen bytes.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: high)
        bytes.append(bigEndian: low)
    }

    /// Reads a `uuid`.
    public static func decode(_ value: PostgresValue) throws -> Identifier {
        try value.expect(.uuid, for: Identifier.self)
        return Identifier(high: try value.integer(at: 0), low: try value.integer(at: 8))
    }
}

extension Timestamp: PostgresEncodable, PostgresArrayElement, PostgresDecodable {
    /// 2000-01-01T00:00:00Z, from which PostgreSQL counts.
    ///
    /// Units: microseconds since the Unix epoch.
    private static let postgresEpoch: Int64 = 946_684_800_000_000

    /// `timestamp with time zone`.
    public static var postgresType: PostgresType { .timestamptz }
    /// `timestamp with time zone[]`.
    public static var postgresArrayType: PostgresType { .timestamptzArray }

    /// Appends the microseconds since 2000; PostgreSQL refuses those before 4713 BC with SQLSTATE 22008.
    public func encode(into bytes: inout [UInt8]) {
        let (shifted, overflow) = microseconds.subtractingReportingOverflow(Self.postgresEpoch)
        // The smallest and the greatest integer mean -infinity and infinity.
        bytes.append(bigEndian: overflow || shifted == .min ? .min + 1 : shifted)
    }

    /// Reads a `timestamp with time zone`; infinity is refused.
    public static func decode(_ value: PostgresValue) throws -> Timestamp {
        try value.expect(.timestamptz, for: Timestamp.self)
        let shifted: Int64 = try value.integer()
        let (microseconds, overflow) = shifted.addingReportingOverflow(postgresEpoch)
        guard !overflow, shifted != .min else {
            throw PostgresError(code: .decoding, message: "an infinite timestamp")
        }
        return Timestamp(microseconds: microseconds)
    }
}

extension CivilDate: PostgresEncodable, PostgresArrayElement, PostgresDecodable {
    /// 2000-01-01, from which PostgreSQL counts.
    ///
    /// Units: days since the Unix epoch.
    private static let postgresEpoch = 10_957

    /// `date`.
    public static var postgresType: PostgresType { .date }
    /// `date[]`.
    public static var postgresArrayType: PostgresType { .dateArray }

    /// Appends the days since 2000.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int32(clamping: daysSinceEpoch - Self.postgresEpoch))
    }

    /// Reads a `date`; infinity is refused.
    public static func decode(_ value: PostgresValue) throws -> CivilDate {
        try value.expect(.date, for: CivilDate.self)
        let days: Int32 = try value.integer()
        guard days != .min, days != .max else { throw PostgresError(code: .decoding, message: "an infinite date") }
        return CivilDate(daysSinceEpoch: Int(days) + postgresEpoch)
    }
}

extension Version: PostgresEncodable, PostgresArrayElement, PostgresDecodable {
    /// `bigint`.
    public static var postgresType: PostgresType { .int8 }
    /// `bigint[]`.
    public static var postgresArrayType: PostgresType { .int8Array }

    /// Appends the number.
    public func encode(into bytes: inout [UInt8]) {
        value.encode(into: &bytes)
    }

    /// Reads whatever `Int64` reads.
    public static func decode(_ value: PostgresValue) throws -> Version {
        Version(value: try Int64.decode(value))
    }
}

extension Metres: PostgresEncodable, PostgresArrayElement, PostgresDecodable {
    /// `double precision`.
    public static var postgresType: PostgresType { .float8 }
    /// `double precision[]`.
    public static var postgresArrayType: PostgresType { .float8Array }

    /// Appends the number.
    public func encode(into bytes: inout [UInt8]) {
        value.encode(into: &bytes)
    }

    /// Reads whatever `Double` reads.
    public static func decode(_ value: PostgresValue) throws -> Metres {
        Metres(value: try Double.decode(value))
    }
}

extension AreaCode: PostgresEncodable, PostgresArrayElement, PostgresDecodable {
    /// `text`.
    public static var postgresType: PostgresType { .text }
    /// `text[]`.
    public static var postgresArrayType: PostgresType { .textArray }

    /// Appends the digits.
    public func encode(into bytes: inout [UInt8]) {
        text.encode(into: &bytes)
    }

    /// Reads whatever `String` reads, if it is an area's code.
    public static func decode(_ value: PostgresValue) throws -> AreaCode {
        guard let code = AreaCode(try String.decode(value)) else {
            throw PostgresError(code: .decoding, message: "text that is no area's code")
        }
        return code
    }
}
