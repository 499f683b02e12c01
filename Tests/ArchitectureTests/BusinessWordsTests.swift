import City
import Testing

@Suite("Rooms that could serve another product")
struct BusinessWordsTests {
    @Test("they hold no word of the business, in no name and in no text")
    func none() {
        let files = CheckoutText.files(under: ["Shared"])
        for room in BusinessWords.rooms { #expect(files.contains { $0.hasPrefix("Shared/\(room)/") }, "\(room)") }
        #expect(BusinessWords.breaches(in: files) == [])
    }

    @Test("the room for the city is where the words are")
    func city() throws {
        for file in ["Roles", "Tags", "CityContext", "EventStream", "CityTopology"] {
            let text = try #require(CheckoutText.read("Shared/City/\(file).swift"))
            #expect(!BusinessWords.found(in: text).isEmpty, "\(file)")
        }
    }

    @Test(
        "a word is noticed in whatever form it is written",
        arguments: [
            "let intake = 1", "let name = \"dispatch\"", "case workOrder", "func takeWorkOrders(of id: Int)",
            "let memberID: Int", "\"registry.member\"", "let a = \"\\(b) in the call-centre\"", "enum GridSize {}",
            "let text = \"\"\"\n    a member_id\n    \"\"\"", "\"工单已签收\"", "/* why */ let street = 1",
            "let url = \"http://registry\"", "enum ServiceRequestTag {}", "static let offsetOfShanghai = 1",
        ])
    func noticed(text: String) {
        #expect(BusinessWords.found(in: text).count == 1)
    }

    @Test(
        "what is no word of the business is not taken for one",
        arguments: [
            "// the intake", "/// Such as `dispatch`.", "let members = object.members", "let order = work(order)",
            "struct ServiceRequestContext {}", "service.request(id)", "/* registry */", "let gridded = 1 // street",
            "let a = \"//\" // intake", "import Dispatched",
        ])
    func innocent(text: String) {
        #expect(BusinessWords.found(in: text) == [])
    }
}
