import Kernel
import Testing
import Wire

@Suite("Fields declared once")
struct FieldsTests {
    @Test("a value is written as its fields say, and read back as it was")
    func roundTrip() throws {
        var generator = SplitMix64(seed: 11)
        for _ in 0..<200 {
            let sample = try #require(Sample.random(&generator))
            #expect(try Sample(decoding: sample.encoded()) == sample)
        }
    }

    @Test("the schema says what the fields say")
    func schema() {
        #expect(
            Sample.Part.schema
                == .object(
                    [
                        .init("name", .string(maxLength: 5), "Name of the part."),
                        .init("size", .integer(0...9), required: false, unit: "sizes", "Size of the part."),
                    ], unknown: .ignored))
        #expect(Sample.properties.map(\.name).first == "id")
        #expect(Sample.properties.first { $0.name == "parts" }?.schema == .array(of: Sample.Part.schema, max: 3))
        #expect(Sample.properties.filter { !$0.isRequired }.map(\.name) == ["note", "parent", "place"])
    }

    @Test(
        "an error names the member at fault, however deep",
        arguments: [
            (#"{"a":1}"#, "missing", "list"), (#"{"list":{}}"#, "wrong_type", "list"),
            (#"{"list":[{"n":1},{"n":7}]}"#, "out_of_range", "list[1].n"),
            (#"{"list":[{"n":1},{}]}"#, "missing", "list[1].n"), (#"{"list":[1]}"#, "wrong_type", "list[0]"),
            (#"{"list":[],"lists":[["a"],["abcd"]]}"#, "too_long", "lists[1][0]"),
            (#"{"list":[{"n":1},{"n":1},{"n":1}]}"#, "too_long", "list"),
            (#"{"list":[],"inner":{"n":"1"}}"#, "wrong_type", "inner.n"),
        ])
    func paths(text: String, code: String, path: String) {
        let error = #expect(throws: WireError.self) { try Outer(decoding: Array(text.utf8)) }
        #expect(error?.code.rawValue == code)
        #expect(error?.path == path)
    }

    @Test(
        "an optional member that is absent, null or a text of blanks is none",
        arguments: ["", "null", #""""#, #"" \t""#])
    func blanks(value: String) throws {
        let members = ["note", "parent", "colour", "points"].map { value.isEmpty ? "" : #""\#($0)":\#(value)"# }
        let text = "{\(members.filter { !$0.isEmpty }.joined(separator: ","))}"
        #expect(try Optionals(decoding: Array(text.utf8)) == Optionals())
    }

    @Test("a property that is computed is written as well")
    func computed() throws {
        #expect(String(decoding: Doubled(half: 2).encoded(), as: UTF8.self) == #"{"whole":4}"#)
        #expect(try Doubled(decoding: Array(#"{"whole":4}"#.utf8)).half == 2)
    }

    @Test("a type that is only written needs no initialiser, and its fields may be worked out")
    func written() {
        let line = Line(inner: Inner(n: 3), notes: ["a", "b"])
        #expect(
            String(decoding: line.encoded(), as: UTF8.self)
                == #"{"n":3,"inner":{"n":3},"first":"a","count":2,"pages":[{"text":"a"},{"text":"b"}]}"#)
        #expect(Line.properties.map(\.isRequired) == [true, true, false, true, true])
        #expect(Line.schema.named.map(\.name) == ["Line"])
    }

    @Test("lengths count characters as a reader sees them, and the longest that are taken are in the schema")
    func lengths() throws {
        let families = String(repeating: "👨‍👩‍👧‍👦", count: 5)
        let part = Sample.Part(name: families, size: nil)
        #expect(try Sample.Part(decoding: part.encoded()) == part)
        let longer = Sample.Part(name: families + "a", size: nil)
        #expect(throws: WireError(code: .tooLong, path: "name", limit: .init(5, .characters))) {
            try Sample.Part(decoding: longer.encoded())
        }
    }
}

private struct Doubled: FieldCodable {
    var half: Int
    var whole: Int { half * 2 }

    static let fields = Fields({ Doubled(half: $0 / 2) }, Field("whole", \.whole, unit: "ones", "Twice the half."))
}

private struct Inner: FieldCodable, Equatable {
    var n: Int

    static let fields = Fields(Self.init, Field("n", \.n, within: 0...5, unit: "ones", "Number."))
}

private struct Outer: FieldCodable, Equatable {
    var list: [Inner]
    var lists: [[String]]?
    var inner: Inner?

    static let fields = Fields(
        Self.init, Field("list", \.list, within: .elements(2), "List of objects."),
        Field("lists", \.lists, within: .elements(9, each: .elements(9, each: .characters(3))), "List of lists."),
        Field("inner", \.inner, "Object inside."))
}

private struct Optionals: FieldCodable, Equatable {
    var note: String?
    var parent: Identifier<Sampled>?
    var colour: Colour?
    var points: [Int]?

    static let fields = Fields(
        Self.init, Field("note", \.note, within: .characters(1...5), "Note."), Field("parent", \.parent, "Parent."),
        Field("colour", \.colour, "Colour."), Field("points", \.points, "List of points."))
}

/// A type that is only written, as a response is.
private struct Line: FieldEncodable {
    var inner: Inner
    var notes: [String]

    static let fields = WrittenFields<Self>(
        name: "Line",
        WrittenField("n", \.inner.n, unit: "ones", "Number."), WrittenField("inner", \.inner, "Object inside."),
        WrittenField("first", \.notes.first, within: .characters(9), "First of the notes."),
        WrittenField("count", { $0.notes.count }, unit: "notes", "Number of the notes."),
        WrittenField("pages", { $0.notes.map { Page(text: $0) } }, within: .elements(.max), "Pages of the notes."))

    struct Page: FieldEncodable {
        var text: String

        static let fields = WrittenFields<Self>(WrittenField("text", \.text, "Text of the page."))
    }
}
