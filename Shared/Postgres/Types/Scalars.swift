extension Bool: PostgresArrayElement, PostgresDecodable {
    /// `boolean`.
    public static var postgresType: PostgresType { .bool }
    /// `boolean[]`.
    public static var postgresArrayType: PostgresType { .boolArray }

    /// Appends one byte.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(self ? 1 : 0)
    }

    /// Reads a `boolean`.
    public static func decode(_ value: PostgresValue) throws -> Bool {
        try value.expect(.bool, for: Bool.self)
        return try value.integer(UInt8.self) != 0
    }
}

extension Double: PostgresArrayElement, PostgresDecodable {
    /// `double precision`.
    public static var postgresType: PostgresType { .float8 }
    /// `double precision[]`.
    public static var postgresArrayType: PostgresType { .float8Array }

    /// Appends the IEEE 754 bits, big-endian.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: bitPattern)
    }

    /// Reads a `double precision` or a `real`.
    public static func decode(_ value: PostgresValue) throws -> Double {
        switch value.type {
        case .float4:
            return Double(Float(bitPattern: try value.integer()))
        default:
            try value.expect(.float8, for: Double.self)
            return Double(bitPattern: try value.integer())
        }
    }
}

extension String: PostgresArrayElement, PostgresDecodable {
    /// `text`.
    public static var postgresType: PostgresType { .text }
    /// `text[]`.
    public static var postgresArrayType: PostgresType { .textArray }

    /// Appends the UTF-8 bytes.
    ///
    /// PostgreSQL refuses U+0000 in text with SQLSTATE 22021.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: utf8)
    }

    /// Reads `text`, `varchar`, `char(n)`, `name`, `json`, or a type that a user created and that is sent as text,
    /// such as an enumeration.
    public static func decode(_ value: PostgresValue) throws -> String {
        if !value.type.isUserDefined {
            try value.expect(.text, .varchar, .bpchar, .name, .unknown, .json, .char, for: String.self)
        }
        return try value.string()
    }
}

extension [UInt8] {
    /// Appends an integer in network byte order.
    mutating func append(bigEndian value: some FixedWidthInteger & BitwiseCopyable) {
        unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
    }
}
