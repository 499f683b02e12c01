import PersonalData
import Testing

@Suite("A text without anything invisible")
struct CleanTextTests {
    static let limit = TextLimit(characters: 100)

    @Test(
        "what is visible is kept as it was typed",
        arguments: [
            "王", "欧阳娜娜", "阿卜杜热西提·艾买提江·吐尔逊", "\u{20BB7}野家", "Zoë O’Brien", "小明👨‍👩‍👧", "Ｂ座", "བསྟན་འཛིན་རྒྱ་མཚོ།",
            "葛\u{E0100}西", "❤\u{FE0F}", "🏴\u{E0067}\u{E0062}\u{E007F}", "ᠮᠣᠩᠭᠣᠯ\u{180E}\u{1820}", "می\u{200C}خواهم",
            "\u{E863}",
            "<script>alert(1)</script>", "\u{2FFF0}",
        ])
    func keeps(typed: String) throws {
        let clean = try CleanText(typed, limit: Self.limit)
        #expect(clean.text == typed)
        #expect(clean.changes == 0)
    }

    @Test(
        "controls, directional and zero-width characters are taken away and counted",
        arguments: [
            ("王\u{202E}小明", "王小明", 1), ("王\u{200B}小\u{FEFF}明", "王小明", 2), ("\u{2067}王小明\u{2069}", "王小明", 2),
            ("王\u{200D}小明", "王小明", 1), ("王\u{0007}小明", "王小明", 1), ("王\u{AD}小明\u{3164}", "王小明", 2),
            ("王\u{FE0F}小明", "王小明", 1), ("王\u{E0020}小明", "王小明", 1), ("a\u{200C}b", "ab", 1),
            ("王\u{3000}小明", "王 小明", 1), ("王\u{A0} 小明", "王 小明", 1), ("\u{2800}王小明", "王小明", 1),
        ])
    func removes(typed: String, kept: String, changes: Int) throws {
        let clean = try CleanText(typed, limit: Self.limit)
        #expect(clean.text == kept)
        #expect(clean.changes == changes)
    }

    @Test(
        "line breaks of every kind become one, or a space in a line; blanks around a text go",
        arguments: [
            (" a\r\nb\rc\nd\n", "a\nb\nc\nd", "a b c d"), ("a\u{2028}b\u{85}c", "a\nb\nc", "a b c"),
            ("a\t b", "a\t b", "a b"), ("\u{3000}\u{3000}a", "a", "a"), ("a\n\n  b", "a\n\n  b", "a b"),
        ])
    func lineBreaks(typed: String, lines: String, line: String) throws {
        #expect(try CleanText(typed, form: .lines, limit: Self.limit).text == lines)
        #expect(try CleanText(typed, limit: Self.limit).text == line)
    }

    @Test("what is no character makes the text refused", arguments: ["a\u{FFFF}", "\u{1FFFE}", "a\u{378}b"])
    func refuses(typed: String) {
        #expect(throws: TextFault.noCharacter) { try CleanText(typed, limit: Self.limit) }
    }

    @Test("a text without anything visible is empty, and one that may be absent is absent")
    func blank() throws {
        for typed in ["", " \u{200B} ", "\u{3000}", "\u{202E}\u{2800}\u{3164}", "\n"] {
            #expect(throws: TextFault.empty) { try CleanText(typed, limit: Self.limit) }
            #expect(try CleanText(optional: typed, limit: Self.limit) == nil)
            #expect(CleanText.isBlank(typed))
        }
        #expect(try CleanText(optional: nil, limit: Self.limit) == nil)
        #expect(!CleanText.isBlank(" a"))
    }

    @Test("a limit counts characters as a reader sees them, and the limit that is hit is the one that is named")
    func limits() throws {
        let limit = TextLimit(characters: 10)
        #expect(try CleanText(String(repeating: "👩🏽‍❤️‍💋‍👨🏽", count: 10), limit: limit).text.count == 10)
        #expect(throws: TextFault.tooLong(limit: 10)) {
            try CleanText(String(repeating: "👩🏽‍❤️‍💋‍👨🏽", count: 11), limit: limit)
        }
        #expect(throws: TextFault.tooManyBytes(limit: 400)) {
            try CleanText("a" + String(repeating: "\u{301}", count: 200), limit: limit)
        }
    }

    @Test("a cleaned text is clean")
    func idempotent() throws {
        for typed in ["王\u{200D}小明", "a \u{200B} b", "a\u{200B}\u{301}", "\u{180B}\u{1820}", "👩\u{200B}\u{200D}👩"] {
            let once = try CleanText(typed, limit: Self.limit).text
            let twice = try CleanText(once, limit: Self.limit)
            #expect(twice.text == once)
            #expect(twice.changes == 0)
        }
    }

    @Test("codes are made narrow")
    func codes() {
        #expect(CodeText.narrowed("\u{200B}ｄ-００１\u{A0}") == "d-001")
        #expect(CodeText.narrowed("a\u{FFFF}") == "a\u{FFFF}")
    }
}
