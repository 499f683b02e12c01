import Testing
import Wire

@Suite("The published form")
struct GoldenTests {
    @Test("every message has its golden line, and every golden line its message")
    func complete() {
        #expect(Golden.lines.map(\.name).sorted() == Languages.messages.map(Sample.name).sorted())
    }

    @Test("a golden line is read and written again to the byte", arguments: Sample.all)
    func written(sample: Sample) throws {
        #expect(String(decoding: try sample.message().encoded(), as: UTF8.self) == sample.body)
    }

    @Test("members of one kind differ in a golden line, so that none can be read as another", arguments: Sample.all)
    func distinct(sample: Sample) throws {
        let values = try sample.golden().pairs.map(\.value)
        #expect(Set(values.map(String.init(describing:))).count == values.count)
    }

    @Test("the members written are the members declared, in their order and of their types", arguments: Sample.all)
    func declared(sample: Sample) throws {
        #expect(Shape.mismatches(try sample.message().written(), sample.type.properties) == [])
    }

    @Test("an optional member is written only when it is set, a required one always", arguments: Sample.all)
    func optionals(sample: Sample) throws {
        let fields = sample.type.properties
        let minimal = Shape.minimal(try sample.golden(), fields)
        let message = try sample.type.read(minimal)
        #expect(try message.written() == minimal)
        #expect(try message.written().keys == fields.filter(\.isRequired).map(\.name))
    }

    @Test("an optional member that is null counts as absent", arguments: Sample.all)
    func nulls(sample: Sample) throws {
        let golden = try sample.golden()
        for field in sample.type.properties where !field.isRequired {
            var absent = golden
            absent[field.name] = nil
            var null = golden
            null[field.name] = .null
            #expect(try sample.type.read(null).says(sample.type.read(absent)))
        }
    }

    @Test("a member that a newer minor version adds is ignored", arguments: Sample.all)
    func newer(sample: Sample) throws {
        let golden = try sample.golden()
        let addition: (key: String, value: JSONValue) = (
            "added_later", .object(JSONObject([("deep", .array([.integer(1), .null]))]))
        )
        for pairs in [[addition] + golden.pairs, golden.pairs + [addition]] {
            #expect(try sample.type.read(JSONObject(pairs)).says(sample.message()))
        }
    }
}
