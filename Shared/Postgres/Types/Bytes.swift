extension UInt8: PostgresArrayElement, PostgresDecodable {
    /// `"char"`, PostgreSQL's one-byte type; it exists here so that `[UInt8]` can be `bytea`.
    public static var postgresType: PostgresType { .char }
    /// `bytea`.
    public static var postgresArrayType: PostgresType { .bytea }

    /// Appends the byte.
    public func encode(into bytes: inout [UInt8]) {
        bytes.append(self)
    }

    /// Appends the bytes of a `bytea`.
    public static func encode(array: [UInt8], into bytes: inout [UInt8]) {
        bytes += array
    }

    /// Reads a `"char"`.
    public static func decode(_ value: PostgresValue) throws -> UInt8 {
        try value.expect(.char, for: UInt8.self)
        return try value.integer()
    }

    /// Reads a `bytea`.
    public static func decodeArray(_ value: PostgresValue) throws -> [UInt8] {
        try value.expect(.bytea, for: [UInt8].self)
        return value.copiedBytes
    }
}

extension [UInt8]: PostgresArrayElement {
    /// `bytea[]`.
    public static var postgresArrayType: PostgresType { .byteaArray }
}

/// A JSON document as UTF-8 bytes (`jsonb`); nothing here parses it.
public struct JSONBytes: Hashable, Sendable, PostgresArrayElement, PostgresDecodable {
    /// The document's text in UTF-8.
    ///
    /// PostgreSQL refuses bytes that are no JSON with SQLSTATE 22P02.
    public let bytes: [UInt8]

    /// A document from its text in UTF-8.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// `jsonb`.
    public static var postgresType: PostgresType { .jsonb }
    /// `jsonb[]`.
    public static var postgresArrayType: PostgresType { .jsonbArray }

    /// Appends the format's version, which is 1, and the text.
    public func encode(into output: inout [UInt8]) {
        output.append(1)
        output += bytes
    }

    /// Reads a `jsonb` or a `json`.
    public static func decode(_ value: PostgresValue) throws -> JSONBytes {
        if value.type == .json { return JSONBytes(value.copiedBytes) }
        try value.expect(.jsonb, for: JSONBytes.self)
        guard try value.integer(UInt8.self) == 1 else {
            throw PostgresError(code: .decoding, message: "a jsonb of an unknown version")
        }
        return JSONBytes([UInt8](value.copiedBytes.dropFirst()))
    }
}
