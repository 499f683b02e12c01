import Testing
import Wire

@Suite("The published form")
struct GoldenTests {
    @Test("every message has its golden file, and every golden file its message")
    func complete() throws {
        let spoken = Languages.messages.map { "\($0.type).v\($0.version)" }
        #expect(try Golden.names() == Set(spoken))
        #expect(Sample.all.map(\.name).sorted() == spoken.sorted())
    }

    @Test("a message is written as its golden file says, to the byte", arguments: Sample.all)
    func written(sample: Sample) throws {
        let golden = String(decoding: try Golden.bytes(of: sample), as: UTF8.self)
        #expect(String(decoding: sample.message.encoded(), as: UTF8.self) == golden)
    }

    @Test("a golden file is read as the message that it was, and written again to the byte", arguments: Sample.all)
    func read(sample: Sample) throws {
        let bytes = try Golden.bytes(of: sample)
        let message = try sample.type.init(decoding: bytes)
        #expect(message.says(sample.message))
        #expect(message.encoded() == bytes)
    }

    @Test("the members written are the members declared, in their order and of their types", arguments: Sample.all)
    func declared(sample: Sample) throws {
        #expect(Shape.mismatches(try sample.message.written(), sample.type.properties) == [])
    }

    @Test("an optional member is written only when it is set, a required one always", arguments: Sample.all)
    func optionals(sample: Sample) throws {
        let fields = sample.type.properties
        let minimal = Shape.minimal(try Golden.object(of: sample), fields)
        let message = try sample.type.read(minimal)
        #expect(try message.written() == minimal)
        #expect(try message.written().keys == fields.filter(\.isRequired).map(\.name))
    }

    @Test("an optional member that is null counts as absent", arguments: Sample.all)
    func nulls(sample: Sample) throws {
        let golden = try Golden.object(of: sample)
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
        let golden = try Golden.object(of: sample)
        let addition: (key: String, value: JSONValue) = (
            "added_later", .object(JSONObject([("deep", .array([.integer(1), .null]))]))
        )
        for pairs in [[addition] + golden.pairs, golden.pairs + [addition]] {
            #expect(try sample.type.read(JSONObject(pairs)).says(sample.message))
        }
    }
}
