import Testing

@Suite("The words of the code")
struct RefusedWordsTests {
    private static func faults(in text: String, at path: String) -> [String] {
        RefusedWords.faults(in: [(path, text)])
    }

    @Test("no identifier has a refused word")
    func sources() {
        let paths = CheckoutText.files(under: ["Shared", "Services", "Tests"])
        let files = ["Package.swift"] + paths.filter { $0.hasSuffix(".swift") && !$0.contains("/.build/") }
        #expect(files.count > 500)
        #expect(RefusedWords.faults(in: files.map { ($0, CheckoutText.read($0) ?? "") }) == [])
    }

    @Test(
        "a refused word is noticed, as a part, as the whole or as the end of an identifier",
        arguments: [
            "let place = 1", "var nextPlace: Int", "func told() {}", "enum News {}", "struct NewsHandler {}",
            "case storyID", "let a = \"\\(places.count)\"", "receive(receipts: entries)", "struct Change<Item> {}",
            "enum LedgerQuestions {}", "func lookAgain() {}", "struct Office {}", "let a = #\"\\#(told)\"#",
            "let a = \"\"\"\n\\(news)\n\"\"\"",
        ])
    func noticed(line: String) {
        #expect(Self.faults(in: line, at: "Tests/A.swift").count == 1)
    }

    @Test(
        "what only looks like a refused word passes",
        arguments: [
            "let placement = placeholder", "// told of a place", "/* news /* of */ a place */",
            "let a = \"place told\"", "replace(change)", "func change() {}", "let a = #\"told \\(place)\"#",
            "let newsletter = 1",
            "let a = \"\"\"\na \"place\" told\n\"\"\"", "let exchange = \"events\"", "let questions = 2",
        ])
    func passed(line: String) {
        #expect(Self.faults(in: line, at: "Tests/A.swift") == [])
    }

    @Test("a word of the business passes where the business is done, and nowhere else")
    func business() {
        #expect(Self.faults(in: "struct Place {}", at: "Services/Intake/Domain/Place.swift") == [])
        #expect(Self.faults(in: "let place = 1", at: "Services/Intake/Domain/A.swift").count == 1)
        #expect(Self.faults(in: "struct Place {}", at: "Shared/Wire/A.swift").count == 1)
        #expect(Self.faults(in: "let receipt = 1", at: "Services/Intake/Inbound/A.swift") == [])
        #expect(Self.faults(in: "let receipt = 1", at: "Shared/Reliability/A.swift").count == 1)
    }

    @Test("a file's name is held to the same words")
    func names() {
        #expect(Self.faults(in: "", at: "Tests/A/Doorbell.swift").count == 1)
    }

    @Test("an identifier falls into its camel-case parts")
    func parts() {
        #expect(SwiftIdentifiers.parts(of: "nextPlace") == ["next", "place"])
        #expect(SwiftIdentifiers.parts(of: "HTTPLink_told2") == ["http", "link", "told2"])
    }
}
