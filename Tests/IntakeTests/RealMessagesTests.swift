import IntakeDomain
import PersonalData
import Testing
import Wire

@Suite("The words of real messages", .enabled(if: CityData.isThere, "the real messages are not in ../shared/data"))
struct RealMessagesTests {
    @Test("every real message is taken, and nothing that can be seen of it is lost")
    func taken() throws {
        let lines = try CityData.text("\(CityData.shared)/messages.jsonl").split(separator: "\n")
        #expect(!lines.isEmpty)
        for line in lines {
            let message = try WireObject(parsing: Array(line.utf8))
            let (title, body) = (try message.string("subject"), try message.string("body", maxLength: 100_000))
            let text = try RequestText(title: title, body: body)
            #expect(Self.visible(text.body) == Self.visible(body))
            #expect(Self.visible(text.title ?? "") == Self.visible(title))
        }
    }

    private static func visible(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { scalar in
            let category = scalar.properties.generalCategory
            return !scalar.properties.isWhitespace && category != .format && category != .control
        }
    }
}
