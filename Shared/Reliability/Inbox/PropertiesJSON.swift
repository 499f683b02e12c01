import Messaging
import Wire

// How a message's properties stand in a row while it waits or is dead: only what our envelope and commands use.

extension MessageProperties {
    /// The properties as JSON; header values that are not text, numbers or booleans are left out.
    var storedJSON: [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.object { object in
            object.field("message_id", messageID?.storable)
            object.field("type", type?.storable)
            object.field("content_type", contentType?.storable)
            object.field("correlation_id", correlationID?.storable)
            object.field("app_id", appID?.storable)
            object.field("timestamp", timestamp.map { Int64(clamping: $0) })
            object.object("headers") { table in
                for entry in headers.entries {
                    switch entry.value {
                    case .string(let text): table.field(entry.name.storable, text.storable)
                    case .integer(let number): table.field(entry.name.storable, number)
                    case .bool(let truth): table.field(entry.name.storable, truth)
                    case .null, .double, .bytes, .timestamp, .array, .table: break
                    }
                }
            }
        }
        return writer.bytes
    }

    /// Reads what `storedJSON` wrote.
    init(storedJSON bytes: [UInt8]) throws(WireError) {
        let object = try WireObject(parsing: bytes)
        var headers = Headers()
        if let table = try object.optionalObject("headers") {
            for name in table.members.keys {
                switch table.value(name) {
                case .string(let text)?: headers[name] = .string(text)
                case .integer(let number)?: headers[name] = .integer(number)
                case .bool(let truth)?: headers[name] = .bool(truth)
                case .null?, .double?, .array?, .object?, nil: break
                }
            }
        }
        self.init(
            messageID: try object.optionalString("message_id"), type: try object.optionalString("type"),
            contentType: try object.optionalString("content_type"),
            correlationID: try object.optionalString("correlation_id"), appID: try object.optionalString("app_id"),
            timestamp: try object.optionalInteger("timestamp", in: 0...Int64.max).map { UInt64($0) },
            headers: headers)
    }
}

extension String {
    /// As PostgreSQL can keep it: U+0000 replaced by U+FFFD.
    ///
    /// Why: a sender chooses these texts, and one that can't be stored could neither be applied nor set aside.
    /// Source: PostgreSQL 15 manual, 8.3 and 8.14: neither `text` nor `jsonb` holds U+0000.
    var storable: String {
        guard utf8.contains(0) else { return self }
        var kept = String.UnicodeScalarView()
        for scalar in unicodeScalars { kept.append(scalar == "\0" ? "\u{FFFD}" : scalar) }
        return String(kept)
    }
}
