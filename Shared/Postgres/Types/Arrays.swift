// An array on the wire: number of dimensions, whether there are NULLs, element type, then per dimension its length and
// lower bound, then per element its length (-1 for NULL) and bytes. Source: `array_send` in PostgreSQL's `arrayfuncs.c`.

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// The element's array type; `bytea` for bytes.
    public static var postgresType: PostgresType { Element.postgresArrayType }

    /// Appends a one-dimensional array.
    public func encode(into bytes: inout [UInt8]) {
        Element.encode(array: self, into: &bytes)
    }
}

extension PostgresArrayElement {
    /// Appends a one-dimensional array.
    public static func encode(array: [Self], into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(array.contains { $0.isNull } ? 1 : 0))
        bytes.append(bigEndian: postgresType.identifier)
        guard !array.isEmpty else { return }
        bytes.append(bigEndian: Int32(array.count))
        bytes.append(bigEndian: Int32(1))
        for element in array {
            bytes.appendLengthPrefixed(element)
        }
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    /// Reads a one-dimensional array.
    public static func decode(_ value: PostgresValue) throws -> [Element] {
        try Element.decodeArray(value)
    }
}

extension PostgresDecodable {
    /// Reads a one-dimensional array.
    public static func decodeArray(_ value: PostgresValue) throws -> [Self] {
        let dimensions = try value.integer(Int32.self, at: 0)
        if dimensions == 0 { return [] }
        guard dimensions == 1 else {
            throw PostgresError(code: .decoding, message: "an array of \(dimensions) dimensions")
        }
        let type = PostgresType(identifier: try value.integer(UInt32.self, at: 8))
        let count = Int(try value.integer(Int32.self, at: 12))
        guard count >= 0, count <= value.count / 4 else {
            throw PostgresError(code: .decoding, message: "an array that ends before its last element")
        }
        var elements: [Self] = []
        elements.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            let length = Int(try value.integer(Int32.self, at: offset))
            offset += 4
            guard length >= 0 else {
                elements.append(try decodeNull())
                continue
            }
            elements.append(try decode(value.slice(offset..<(offset + length), as: type)))
            offset += length
        }
        return elements
    }
}

extension [UInt8] {
    /// Appends a value as arrays and binary COPY carry it: its length, or -1 for NULL, then its bytes.
    mutating func appendLengthPrefixed(_ value: some PostgresEncodable) {
        guard !value.isNull else {
            append(bigEndian: Int32(-1))
            return
        }
        let start = count
        append(bigEndian: Int32(0))
        value.encode(into: &self)
        let length = UInt32(truncatingIfNeeded: count - start - 4)
        self[start] = UInt8(truncatingIfNeeded: length >> 24)
        self[start + 1] = UInt8(truncatingIfNeeded: length >> 16)
        self[start + 2] = UInt8(truncatingIfNeeded: length >> 8)
        self[start + 3] = UInt8(truncatingIfNeeded: length)
    }
}
