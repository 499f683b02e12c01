import CLibRabbitMQ
import Messaging

/// Builds field tables for librabbitmq's encoder in an ``EncodingPool``.
enum FieldTableWriter {
    /// - Throws: `unencodable` for a name beyond 255 bytes or nesting that ``FieldTableScan`` would not read back.
    static func table(_ headers: Headers, in pool: EncodingPool, depth: Int = 1) throws(AMQPError) -> amqp_table_t {
        try check(depth)
        let count = headers.entries.count
        let entries = unsafe try pool.array(of: amqp_table_entry_t.self, count: count)
        for (index, entry) in headers.entries.enumerated() {
            let value = unsafe try value(entry.value, in: pool, depth: depth)
            unsafe (entries + index).initialize(
                to: amqp_table_entry_t(key: try pool.shortText(entry.name, "header name"), value: value))
        }
        return unsafe amqp_table_t(num_entries: Int32(clamping: count), entries: entries)
    }

    /// At least as many bytes as a table takes on the wire.
    static func sizeBound(of headers: Headers) -> Int {
        headers.entries.reduce(8) { $0 + $1.name.utf8.count + 2 + sizeBound(of: $1.value) }
    }

    private static func sizeBound(of value: HeaderValue) -> Int {
        switch value {
        case .null, .bool, .integer, .double, .timestamp: 9
        case .string(let text): 5 + text.utf8.count
        case .bytes(let bytes): 5 + bytes.count
        case .array(let values): values.reduce(8) { $0 + sizeBound(of: $1) }
        case .table(let headers): sizeBound(of: headers)
        }
    }

    private static func value(
        _ value: HeaderValue, in pool: EncodingPool, depth: Int
    ) throws(AMQPError) -> amqp_field_value_t {
        var field = unsafe amqp_field_value_t()
        switch value {
        case .null: unsafe field.kind = UInt8(ascii: "V")
        case .bool(let flag):
            unsafe field.kind = UInt8(ascii: "t")
            unsafe field.value.boolean = flag ? 1 : 0
        case .integer(let number):
            unsafe field.kind = UInt8(ascii: "l")
            unsafe field.value.i64 = number
        case .double(let number):
            unsafe field.kind = UInt8(ascii: "d")
            unsafe field.value.f64 = number
        case .timestamp(let seconds):
            unsafe field.kind = UInt8(ascii: "T")
            unsafe field.value.u64 = seconds
        case .string(let text):
            unsafe field.kind = UInt8(ascii: "S")
            unsafe field.value.bytes = try pool.text(text)
        case .bytes(let bytes):
            unsafe field.kind = UInt8(ascii: "x")
            unsafe field.value.bytes = try pool.bytes(bytes)
        case .array(let values):
            try check(depth + 1)
            let entries = unsafe try pool.array(of: amqp_field_value_t.self, count: values.count)
            for (index, inner) in values.enumerated() {
                unsafe (entries + index).initialize(to: try self.value(inner, in: pool, depth: depth + 1))
            }
            unsafe field.kind = UInt8(ascii: "A")
            unsafe field.value.array = amqp_array_t(num_entries: Int32(clamping: values.count), entries: entries)
        case .table(let headers):
            unsafe field.kind = UInt8(ascii: "F")
            unsafe field.value.table = try table(headers, in: pool, depth: depth + 1)
        }
        return unsafe field
    }

    private static func check(_ depth: Int) throws(AMQPError) {
        guard depth <= FieldTableScan.deepest else {
            throw AMQPError(.unencodable, object: "headers", reason: "nested deeper than \(FieldTableScan.deepest)")
        }
    }
}
