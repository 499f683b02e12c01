import Testing

@Suite("The words of the code")
struct RefusedWordsTests {
    @Test("no identifier has a refused word")
    func sources() {
        let paths = CheckoutText.files(under: ["Shared", "Services", "Tests"])
        let files = ["Package.swift"] + paths.filter { $0.hasSuffix(".swift") && !$0.contains("/.build/") }
        #expect(files.count > 500)
        for path in files {
            #expect(RefusedWords.faults(in: CheckoutText.read(path) ?? "", path: path) == [])
        }
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
        #expect(RefusedWords.faults(in: line, path: "Tests/A.swift").count == 1)
    }

    @Test(
        "what only looks like a refused word passes",
        arguments: [
            "let placement = placeholder", "// told of a place", "/* news /* of */ a place */",
            "let a = \"place told\"",
            "replace(change)", "func change() {}", "let a = #\"told \\(place)\"#", "let newsletter = 1",
            "let a = \"\"\"\na \"place\" told\n\"\"\"", "let exchange = \"events\"", "let questions = 2",
        ])
    func passed(line: String) {
        #expect(RefusedWords.faults(in: line, path: "Tests/A.swift") == [])
    }

    @Test("a word of the business passes where the business is done, and nowhere else")
    func business() {
        #expect(RefusedWords.faults(in: "struct Place {}", path: "Services/Intake/Domain/Place.swift") == [])
        #expect(RefusedWords.faults(in: "let place = 1", path: "Services/Intake/Domain/A.swift").count == 1)
        #expect(RefusedWords.faults(in: "struct Place {}", path: "Shared/Wire/A.swift").count == 1)
        #expect(RefusedWords.faults(in: "let receipt = 1", path: "Services/Intake/Inbound/A.swift") == [])
        #expect(RefusedWords.faults(in: "let receipt = 1", path: "Shared/Reliability/A.swift").count == 1)
    }

    @Test("a file's name is held to the same words")
    func names() {
        #expect(RefusedWords.faults(in: "", path: "Tests/A/Doorbell.swift").count == 1)
    }

    @Test("an identifier falls into its camel-case parts")
    func parts() {
        #expect(SwiftIdentifiers.parts(of: "nextPlace") == ["next", "place"])
        #expect(SwiftIdentifiers.parts(of: "HTTPLink_told2") == ["http", "link", "told2"])
    }
}
