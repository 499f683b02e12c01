import Testing

@Suite("The handbook's state diagrams")
struct StatesTests {
    @Test(
        "the states of a diagram are the cases of its enumeration",
        arguments: [
            ("A request", "RequestState"), ("A work order", "WorkOrderState"), ("An offer", "OfferState"),
        ])
    func states(section: String, enumeration: String) throws {
        let cases = try #require(Self.cases(of: enumeration), "no enumeration \(enumeration) in the sources")
        #expect(cases.count > 3)
        #expect(Self.states(of: section) == cases)
    }

    @Test("the diagram of a message holds every outcome of handling one, under its name")
    func outcomes() throws {
        let outcomes = try #require(Self.cases(of: "Outcome"), "no enumeration Outcome in the sources")
        #expect(outcomes.count > 3)
        #expect(outcomes.subtracting(Self.states(of: "A message")) == [])
    }

    @Test("every state of a message has a row that says where it is stored")
    func stored() {
        let section = Self.section("A message")
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let named = rows.flatMap { row in
            row.split(separator: "|")[0].split(separator: "`").map(String.init).filter { $0.allSatisfy(\.isLetter) }
        }
        #expect(Set(named) == Self.states(of: "A message"))
    }

    @Test("a diagram is read with its states, and an enumeration with its stored names")
    func reading() {
        let diagram = "```mermaid\nstateDiagram-v2\n    [*] --> a: made\n    a --> b_c: then\n    b_c --> [*]\n```\n"
        #expect(Self.states(in: diagram) == ["a", "b_c"])
        let source = "/// It.\npublic enum Life: String {\n    case a, b\n    /// C.\n    case c = \"b_c\"\n}\n"
        #expect(Self.cases(of: "Life", in: source) == ["a", "b", "b_c"])
        #expect(Self.cases(of: "Lives", in: source) == nil)
    }

    /// The text below a heading of the second level.
    private static func section(_ title: String) -> String {
        let page = CheckoutText.read("Shared/Handbook/states.md") ?? ""
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0 == "## \(title)" }) else { return "" }
        return lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }.joined(separator: "\n")
    }

    private static func states(of title: String) -> Set<String> { states(in: section(title)) }

    /// The states on both sides of a diagram's arrows.
    private static func states(in text: String) -> Set<String> {
        let words = text.split(separator: "\n").flatMap { line -> [Substring] in
            let line = line.prefix { $0 != ":" }.split(separator: " ")
            return line.contains("-->") ? line.filter { $0 != "-->" && $0 != "[*]" } : []
        }
        return Set(words.map(String.init))
    }

    /// The cases of an enumeration of the sources, under the names that they are stored by; nil where there is none.
    private static func cases(of name: String) -> Set<String>? {
        for file in Imports.files where file.path.hasSuffix(".swift") {
            if let cases = CheckoutText.read(file.path).flatMap({ cases(of: name, in: $0) }) { return cases }
        }
        return nil
    }

    private static func cases(of name: String, in source: String) -> Set<String>? {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("public enum \(name):") }) else { return nil }
        var cases: Set<String> = []
        for line in lines[(start + 1)...].prefix(while: { $0 != "}" }) where line.hasPrefix("    case ") {
            for part in line.dropFirst("    case ".count).split(separator: ",") {
                let sides = part.split(separator: "=").map { $0.filter { !" \"".contains($0) } }
                guard let last = sides.last else { continue }
                cases.insert(String(last.prefix { $0 != "(" }))
            }
        }
        return cases
    }
}
