extension String: WireValue {
    /// Appends the string in quotation marks with only the escapes that JSON demands.
    public func write(to bytes: inout [UInt8]) {
        let isWritten: Void? = utf8.withContiguousStorageIfAvailable { Self.write($0, to: &bytes, isKey: false) }
        if isWritten == nil { Array(utf8).withUnsafeBufferPointer { Self.write($0, to: &bytes, isKey: false) } }
    }

    /// Appends the string as an object's key, with the colon.
    func writeKey(to bytes: inout [UInt8], afterComma: Bool) {
        if afterComma { bytes.append(UInt8(ascii: ",")) }
        let isWritten: Void? = utf8.withContiguousStorageIfAvailable { Self.write($0, to: &bytes, isKey: true) }
        if isWritten == nil { Array(utf8).withUnsafeBufferPointer { Self.write($0, to: &bytes, isKey: true) } }
    }

    @inline(__always)
    private static func write(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8], isKey: Bool) {
        guard PlainText.run(UnsafeRawBufferPointer(text), from: 0).end == text.count else {
            writeEscaped(text, to: &bytes)
            if isKey { bytes.append(UInt8(ascii: ":")) }
            return
        }
        bytes.append(addingCapacity: text.count + 3) { output in
            output.append(UInt8(ascii: "\""))
            output.withUnsafeMutableBufferPointer { room, count in
                guard let from = text.baseAddress, let to = room.baseAddress else { return }
                (to + count).update(from: from, count: text.count)
                count += text.count
            }
            output.append(UInt8(ascii: "\""))
            if isKey { output.append(UInt8(ascii: ":")) }
        }
    }

    private static func writeEscaped(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        while start < text.count {
            let end = PlainText.run(UnsafeRawBufferPointer(text), from: start).end
            bytes.append(contentsOf: text[start..<end])
            if end < text.count { bytes.append(contentsOf: escape(of: text[end]).utf8) }
            start = end + 1
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(of byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): return "\\\""
        case UInt8(ascii: "\\"): return "\\\\"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        default:
            let digits = String(byte, radix: 16)
            return "\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits
        }
    }
}
