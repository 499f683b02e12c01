import IntakeDomain
import Testing
import Wire

@Suite("The lexicon")
struct LexiconTests {
    private static let tree = "level1,level2,level3\n城乡建设,市政管理,城市公共设施\n城乡建设,市政管理,其他\n交通运输,客货运输,旅客运输\n"

    private func lexicon(_ synonyms: String = "") throws -> Lexicon {
        let tree = try CategoryTree(csv: Self.tree)
        return Lexicon(
            tree: tree, synonyms: try Lexicon.synonyms(csv: "term,category,weight\n" + synonyms, tree: tree))
    }

    @Test("a synonym finds its category")
    func synonym() throws {
        let lexicon = try lexicon("路灯,城乡建设/市政管理/城市公共设施,3\n")
        let suggestion = try #require(lexicon.suggestion(for: RequestText(title: nil, body: "门口的路灯不亮")))
        #expect(suggestion.category.text == "城乡建设/市政管理/城市公共设施")
        #expect(suggestion.confidence == 0.5)
    }

    @Test("a text without any known term has no category")
    func nothing() throws {
        #expect(try lexicon().suggestion(for: RequestText(title: nil, body: "你好")) == nil)
    }

    @Test("the longest term counts, not those within it")
    func longest() throws {
        let lexicon = try lexicon("公交,交通运输/客货运输/旅客运输,9\n公交亭,城乡建设/市政管理/城市公共设施,3\n")
        #expect(
            try lexicon.suggestion(for: RequestText(title: nil, body: "公交亭坏了"))?.category.first == "城乡建设")
    }

    @Test("two first levels with equal terms leave no confidence")
    func tie() throws {
        let lexicon = try lexicon("公交,交通运输/客货运输/旅客运输,3\n路灯,城乡建设/市政管理/城市公共设施,3\n")
        #expect(try lexicon.suggestion(for: RequestText(title: nil, body: "公交和路灯"))?.confidence == 0)
    }

    @Test("a wrong line of a catalogue file is named")
    func faults() throws {
        #expect(throws: CatalogueFault.badRow(line: 2)) { try CategoryTree(csv: "level1,level2,level3\na,b\n") }
        #expect(throws: CatalogueFault.wrongHeader(expected: "level1,level2,level3")) { try CategoryTree(csv: "a,b,c") }
        #expect(throws: CatalogueFault.unknownCategory(line: 2)) { try lexicon("路灯,城乡建设/没有,3\n") }
        #expect(throws: CatalogueFault.badRow(line: 2)) { try lexicon("路灯,城乡建设/市政管理/其他,99\n") }
    }

    @Test("the deployed synonyms all belong to the deployed tree")
    func deployed() throws {
        let lexicon = try CityData.lexicon()
        let suggestion = try #require(lexicon.suggestion(for: RequestText(title: "路灯不亮", body: "晚上很黑")))
        #expect(suggestion.category.text == "城乡建设/城市建设和市政管理/城市公共设施")
        #expect(suggestion.confidence >= RequestRules.standard.triage.sureness)
    }

    @Test(
        "nine of ten real messages get their first-level category",
        .enabled(if: CityData.isThere, "the real messages are not in ../shared/data"))
    func labelled() throws {
        let lexicon = try CityData.lexicon()
        var (right, sure, sureAndRight, count) = (0, 0, 0, 0)
        for line in try CityData.text("\(CityData.shared)/labelled.jsonl").split(separator: "\n") {
            let message = try WireObject(parsing: Array(line.utf8))
            let (subject, body) = (try message.string("subject"), try message.string("body", maxLength: 50_000))
            let category = try message.string("category")
            count += 1
            let suggestion = lexicon.suggestion(for: try RequestText(title: subject, body: body))
            let isRight = suggestion?.category.first ?? "" == category
            right += isRight ? 1 : 0
            if let suggestion, suggestion.confidence >= RequestRules.standard.triage.sureness {
                sure += 1
                sureAndRight += isRight ? 1 : 0
            }
        }
        print("lexicon: \(right) of \(count) right; sure of \(sure), of which \(sureAndRight) right")
        #expect(right * 10 >= count * 9)
        #expect(sureAndRight * 20 >= sure * 19)
    }
}
