extension JSONReader {
    /// Reads a string from its opening quotation mark to behind its closing one.
    @inline(__always)
    mutating func string(_ bytes: Span<UInt8>, isKey: Bool) throws(WireError) -> JSONEntry {
        let start = index + 1
        let (end, isASCII) = bytes.withUnsafeBytes { PlainText.run($0, from: start) }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else {
            return try escapedString(bytes, from: start, isKey: isKey)
        }
        index = end + 1
        let content = bytes.extracting(start..<end)
        if !isASCII { try check(content) }
        let hash = isKey ? content.withUnsafeBytes { JSONEntry.hash($0) } : 0
        return JSONEntry(isASCII ? .asciiString : .string, range: start..<end, hash: hash)
    }

    /// Throws: `invalidUTF8`; the document's own check then finds the offset.
    private func check(_ content: Span<UInt8>) throws(WireError) {
        do {
            _ = try UTF8Span(validating: content)
        } catch {
            throw fault(.invalidUTF8)
        }
    }

    private mutating func escapedString(
        _ bytes: Span<UInt8>, from start: Int, isKey: Bool
    ) throws(WireError) -> JSONEntry {
        let unescapedStart = unescaped.count
        index = start
        while true {
            let end = bytes.withUnsafeBytes { PlainText.run($0, from: index).end }
            bytes.extracting(index..<end).withUnsafeBufferPointer { unescaped.append(contentsOf: $0) }
            index = end
            switch peek(bytes) {
            case UInt8(ascii: "\""):
                index += 1
                let range = unescapedStart..<unescaped.count
                try check(unescaped.span.extracting(range))
                let hash = isKey ? unescaped[range].withUnsafeBytes { JSONEntry.hash($0) } : 0
                return JSONEntry(.escapedString, range: range, hash: hash)
            case UInt8(ascii: "\\"): try escape(bytes)
            default: throw fault(.syntax)
            }
        }
    }

    private mutating func escape(_ bytes: Span<UInt8>) throws(WireError) {
        let start = index
        index += 1
        guard let letter = peek(bytes) else { throw fault(.syntax) }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(letter)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"):
            index += 1
            let scalar = try scalar(bytes, escapeStart: start)
            unescaped.append(contentsOf: String(Character(scalar)).utf8)
            return
        default: throw fault(.syntax)
        }
        index += 1
    }

    /// Reads what follows `\u`: four digits, or a surrogate pair.
    private mutating func scalar(_ bytes: Span<UInt8>, escapeStart: Int) throws(WireError) -> Unicode.Scalar {
        let first = try hexadecimal(bytes)
        if first == 0 { throw WireError(code: .nulCharacter, offset: escapeStart) }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, matches("\\u", bytes) else {
            throw WireError(code: .loneSurrogate, offset: escapeStart)
        }
        index += 2
        let second = try hexadecimal(bytes)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw WireError(code: .loneSurrogate, offset: escapeStart) }
        return scalar
    }

    private mutating func hexadecimal(_ bytes: Span<UInt8>) throws(WireError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch peek(bytes) {
            case let byte? where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte): digit = byte - 0x30
            case let byte? where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte): digit = byte - 0x61 + 10
            case let byte? where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte): digit = byte - 0x41 + 10
            default: throw fault(.syntax)
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
