import Testing
import Wire

@Suite struct JSONStringTests {
    private func read(_ text: String) throws -> String? {
        guard case .string(let string) = try JSONValue(parsing: Array(text.utf8)) else { return nil }
        return string
    }

    @Test(
        "escapes stand for their characters",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u6C11""#, "Aé民"),
            (#""\ud83d\ude00""#, "😀"), (#""\uD834\uDD1E""#, "𝄞"), (#""\udbff\udfff""#, "\u{10FFFF}"),
            (#""\uffff\ufffe""#, "\u{FFFF}\u{FFFE}"), (#""\u0001\u001f\u007f""#, "\u{1}\u{1F}\u{7F}"),
            (#""a\nb\nc""#, "a\nb\nc"), (#""民\n情""#, "民\n情"), (#""12345678\"12345678""#, "12345678\"12345678"),
            (#""\\u0041""#, "\\u0041"), (#""\ud7ff\ue000""#, "\u{D7FF}\u{E000}"),
        ])
    func escapes(text: String, string: String) throws {
        let read = try #require(try read(text))
        // Scalars, because Swift holds texts equal that differ in their scalars.
        #expect(Array(read.unicodeScalars) == Array(string.unicodeScalars))
    }

    @Test(
        "half a surrogate pair is refused",
        arguments: [
            #""\ud800""#, #""\udfff""#, #""\ud800a""#, #""\ud800\n""#, #""\ud800\u0041""#, #""\ud800\ud800""#,
            #""\udc00\ud800""#, #""\ud83d \ude00""#, #""\uDBFF\uE000""#, #"{"\ud800":1}"#,
        ])
    func loneSurrogates(text: String) {
        let error = #expect(throws: WireError.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.code == .loneSurrogate)
        #expect(
            error?.offset
                == text.utf8.firstIndex(of: UInt8(ascii: "\\")).map {
                    text.utf8.distance(from: text.utf8.startIndex, to: $0)
                })
        #expect(error?.isSyntax == true)
    }

    @Test(
        "U+0000 is well-formed JSON that is not accepted",
        arguments: [#""\u0000""#, #"["a\u0000b"]"#, #"{"\u0000":1}"#])
    func nul(text: String) {
        let error = #expect(throws: WireError.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.code == .nulCharacter)
        #expect(error?.isSyntax == false)
    }

    @Test(
        "bytes that are not UTF-8 are refused and named by their offset",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE], [0xE6, 0xB0],
            [0xF0, 0x9F, 0x98], [0xC3, 0x28],
        ] as [[UInt8]])
    func invalidUTF8(bad: [UInt8]) {
        let surroundings: [(before: String, after: String)] = [
            ("\"", "\""), ("\"民情", "\""), ("{\"", "\":1}"), ("{\"a\":\"", "\"}"), ("[1,", "]"), ("", "1"), ("1", ""),
            ("\"\\n", "\""), ("\"12345678", "12345678\""),
            // A fault before the bad byte does not hide it.
            ("[1 2]", ""), ("\"\\ud800\"", ""),
        ]
        for (before, after) in surroundings {
            let bytes = Array(before.utf8) + bad + Array(after.utf8)
            let error = #expect(throws: WireError.self) { try JSONValue(parsing: bytes) }
            #expect(error?.code == .invalidUTF8)
            #expect(error?.offset == before.utf8.count)
            #expect(error?.isSyntax == true)
        }
    }

    @Test("strings of every length around the eight-byte stride are read whole")
    func lengths() throws {
        for length in 0...40 {
            let plain = String(repeating: "x", count: length)
            #expect(try read("\"\(plain)\"") == plain)
            for index in 0...length {
                var characters = Array(plain)
                characters.insert("民", at: index)
                #expect(try read("\"\(String(characters))\"") == String(characters))
                characters[index] = "\""
                let escaped = characters.map { $0 == "\"" ? "\\\"" : String($0) }.joined()
                #expect(try read("\"\(escaped)\"") == String(characters))
                characters[index] = "\u{1F}"
                #expect(throws: WireError(code: .syntax, offset: index + 1)) { try read("\"\(String(characters))\"") }
            }
        }
    }
}
