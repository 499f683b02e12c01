import IntakeDomain
import PersonalData
import Testing

@Suite("The words of a request")
struct RequestTextTests {
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

    @Test("characters are counted as a reader sees them, and a limit in bytes is named as one")
    func graphemes() throws {
        let families = String(repeating: "👨‍👩‍👧‍👦", count: 200)
        #expect(try RequestText(title: families, body: families).title == families)
        #expect(throws: TextFault.tooLong(limit: 200)) { try RequestText(title: families + "。", body: "-") }
        #expect(throws: TextFault.tooManyBytes(limit: 8_000)) {
            try RequestText(title: "e" + String(repeating: "\u{301}", count: 4_000), body: "-")
        }
    }

    @Test("a title without anything visible is none", arguments: ["", " ", "\u{3000}\u{200B}"])
    func blankTitle(title: String) throws {
        #expect(try RequestText(title: title, body: "路灯").title == nil)
    }

    @Test("every kind of line break becomes one")
    func lineBreaks() throws {
        #expect(try RequestText(title: "a\r\nb", body: "a\r\nb\rc\nd").body == "a\nb\nc\nd")
        #expect(try RequestText(title: "a\r\nb", body: "x").title == "a b")
    }
}
