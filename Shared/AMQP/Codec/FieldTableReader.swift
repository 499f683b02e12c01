import CLibRabbitMQ
import Messaging

/// Copies field tables, arrays and texts out of librabbitmq's memory.
///
/// Depth needs no check here: ``FieldTableScan`` has refused deep tables before they were decoded.
enum FieldTableReader {
    /// A short or long string; bytes that are not UTF-8 are replaced by U+FFFD.
    static func text(_ bytes: amqp_bytes_t) -> String {
        unsafe String(decoding: buffer(bytes), as: UTF8.self)
    }

    static func table(_ table: amqp_table_t) -> Headers {
        var headers = Headers()
        let count = unsafe Int(max(table.num_entries, 0))
        for index in 0..<count {
            unsafe headers[text(table.entries[index].key)] = value(table.entries[index].value)
        }
        return headers
    }

    private static func value(_ field: amqp_field_value_t) -> HeaderValue {
        let content = unsafe field.value
        switch unsafe field.kind {
        case UInt8(ascii: "t"): return unsafe .bool(content.boolean != 0)
        case UInt8(ascii: "b"): return unsafe .integer(Int64(content.i8))
        case UInt8(ascii: "B"): return unsafe .integer(Int64(content.u8))
        case UInt8(ascii: "s"): return unsafe .integer(Int64(content.i16))
        case UInt8(ascii: "u"): return unsafe .integer(Int64(content.u16))
        case UInt8(ascii: "I"): return unsafe .integer(Int64(content.i32))
        case UInt8(ascii: "i"): return unsafe .integer(Int64(content.u32))
        case UInt8(ascii: "l"): return unsafe .integer(content.i64)
        case UInt8(ascii: "L"):
            // Beyond Int64 only the magnitude can be kept.
            return unsafe Int64(exactly: content.u64).map(HeaderValue.integer) ?? .double(Double(content.u64))
        case UInt8(ascii: "f"): return unsafe .double(Double(content.f32))
        case UInt8(ascii: "d"): return unsafe .double(content.f64)
        case UInt8(ascii: "D"): return unsafe decimal(content.decimal)
        case UInt8(ascii: "T"): return unsafe .timestamp(content.u64)
        case UInt8(ascii: "S"):
            let bytes = unsafe buffer(content.bytes)
            return unsafe String(validating: bytes, as: UTF8.self).map(HeaderValue.string) ?? .bytes([UInt8](bytes))
        case UInt8(ascii: "x"): return unsafe .bytes([UInt8](buffer(content.bytes)))
        case UInt8(ascii: "A"):
            let entries = unsafe UnsafeBufferPointer(
                start: content.array.entries, count: Int(max(content.array.num_entries, 0)))
            return unsafe .array(entries.map { unsafe value($0) })
        case UInt8(ascii: "F"): return unsafe .table(table(content.table))
        default: return .null
        }
    }

    private static func decimal(_ decimal: amqp_decimal_t) -> HeaderValue {
        var scale = 1.0
        for _ in 0..<decimal.decimals { scale *= 10 }
        return .double(Double(decimal.value) / scale)
    }

    private static func buffer(_ bytes: amqp_bytes_t) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(
            start: bytes.bytes?.assumingMemoryBound(to: UInt8.self), count: bytes.bytes == nil ? 0 : bytes.len)
    }
}
