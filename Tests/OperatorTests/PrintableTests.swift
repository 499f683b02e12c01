import Testing

@testable import Operator

@Suite("What a client sent, on a terminal")
struct PrintableTests {
    @Test(
        "what acts on a terminal or turns a line is replaced",
        arguments: [
            "\u{1b}[2J", "a\rb", "a\nb", "a\u{7f}", "\u{9b}31m", "\u{202e}gpj.exe", "\u{2066}x\u{2069}", "\u{200f}",
            "\u{2028}",
        ])
    func replaced(text: String) {
        let shown = text.printable
        #expect(shown.contains("\u{fffd}"))
        #expect(shown.unicodeScalars.count == text.unicodeScalars.count)
        #expect(shown.printable == shown)
    }

    @Test("words stay as they are", arguments: ["路灯不亮", #"{"text":"a b"}"#, "naïve 👨‍👩‍👧 – …", ""])
    func kept(text: String) {
        #expect(text.printable == text)
    }
}
