import IntakeDomain
import Testing

@Suite("What a person typed")
struct PersonalTextTests {
    @Test(
        "a name is kept as it is up to the limit, counted in characters",
        arguments: [
            "王", "欧阳娜娜", "阿卜杜热西提·艾买提江·吐尔逊", "\u{20BB7}野家", "Zoë O’Brien", "小明👨‍👩‍👧",
            String(repeating: "王", count: 25), String(repeating: "\u{20BB7}", count: 50),
        ])
    func names(typed: String) throws {
        #expect(try PersonName(typed).text == typed)
    }

    @Test(
        "bidirectional controls and zero-width characters are taken out of a name",
        arguments: [
            ("王\u{202E}小明", "王小明"), ("王\u{200B}小\u{FEFF}明", "王小明"), ("\u{2067}王小明\u{2069}", "王小明"),
            ("王\u{200D}小明", "王小明"), (" 王小明\n", "王小明"), ("王\u{0007}小明", "王小明"),
        ])
    func invisible(typed: String, kept: String) throws {
        #expect(try PersonName(typed).text == kept)
    }

    @Test("a name that is too long, empty or masked is refused")
    func refusedNames() {
        #expect(throws: TextFault.tooLong(limit: 50)) { try PersonName(String(repeating: "王", count: 51)) }
        #expect(throws: TextFault.tooManyBytes(limit: 2_000)) {
            try PersonName("a" + String(repeating: "\u{0301}", count: 5_000))
        }
        #expect(throws: TextFault.empty) { try PersonName(" \u{200B} ") }
        #expect(throws: TextFault.masked) { try PersonName("王**") }
        #expect(throws: TextFault.masked) { try PersonName("王＊明") }
    }

    @Test("a masked name shows its first character")
    func maskedName() throws {
        #expect(try PersonName("王小明").masked == "王**")
        #expect(try PersonName("\u{20BB7}野").masked == "\u{20BB7}**")
    }

    @Test(
        "a masked address ends at the building",
        arguments: [
            ("中山路10号3幢502室", "中山路10号3幢***"), ("解放街道中山路10号", "解放街道中山路10号***"),
            ("春华镇金鼎村七组", "春华镇金鼎村***"), ("老地方", "老***"),
        ])
    func addresses(typed: String, masked: String) throws {
        #expect(try ServiceAddress(typed).masked == masked)
    }

    @Test("a masked address is not taken back")
    func maskedAddress() {
        #expect(throws: TextFault.masked) { try ServiceAddress("中山路10号3幢***") }
    }

    @Test(
        "markup and templates are words like any other",
        arguments: [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}}", "{{{x}}}",
            "' OR 1=1; --", "%s%n", "第一行\n第二行",
        ])
    func literal(typed: String) throws {
        #expect(try RequestText(title: nil, body: typed).body == typed)
    }

    @Test("a text of 20,000 characters is taken, one more or 100 KB is not")
    func length() throws {
        #expect(try RequestText(title: nil, body: String(repeating: "灯", count: 20_000)).body.count == 20_000)
        #expect(throws: TextFault.tooLong(limit: 20_000)) {
            try RequestText(title: nil, body: String(repeating: "灯", count: 20_001))
        }
        #expect(throws: TextFault.tooLong(limit: 20_000)) {
            try RequestText(title: nil, body: String(repeating: "x", count: 100 * 1_024))
        }
        #expect(throws: TextFault.empty) { try RequestText(title: "路灯", body: "\n") }
    }

    @Test("a limit counts characters as a reader sees them, whatever they are made of")
    func emoji() throws {
        let families = String(repeating: "👨‍👩‍👧‍👦", count: 200)
        #expect(try RequestText(title: families, body: "灯").title == families)
        #expect(try ServiceAddress(families).text == families)
        #expect(throws: TextFault.tooLong(limit: 200)) { try RequestText(title: families + "灯", body: "灯") }
        #expect(throws: TextFault.tooManyBytes(limit: RequestText.byteLimit)) {
            try RequestText(title: nil, body: String(repeating: "👨‍👩‍👧‍👦", count: 4_000))
        }
    }

    @Test("every kind of line break becomes one")
    func lineBreaks() throws {
        #expect(try RequestText(title: "a\r\nb", body: "a\r\nb\rc\nd").body == "a\nb\nc\nd")
        #expect(try RequestText(title: "a\r\nb", body: "x").title == "a b")
    }
}
