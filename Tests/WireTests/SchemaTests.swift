import Kernel
import Testing
import Wire

@Suite("Schemas")
struct SchemaTests {
    private func printed(_ schema: Schema, components: String? = nil) throws -> WireObject {
        var writer = JSONWriter()
        writer.object { SchemaPrinter(components: components).write(schema, to: &$0) }
        return try WireObject(parsing: writer.bytes)
    }

    @Test("the pattern of an area code takes what the reader takes, and nothing else")
    func areaCodes() throws {
        let pattern = try Regex(printed(.areaCode).string("pattern"))
        for length in 0...16 {
            for first in ["0", "1", "9", "a", "３"] {
                let text = String((first + "302040010020051").prefix(length))
                #expect((try pattern.wholeMatch(in: text) != nil) == (AreaCode(text) != nil), "\(text)")
            }
        }
    }

    @Test("a named object is printed in full, or as a reference where there are components")
    func references() throws {
        let object = Schema.object(name: "Thing", [.init("n", .integer(0...5), unit: "ones", "Number.")])
        #expect(try printed(object, components: "#/components/schemas/").string("$ref") == "#/components/schemas/Thing")
        let full = try printed(object)
        #expect(try full.strings("required") == ["n"])
        #expect(try full.bool("additionalProperties") == false)
        let number = try full.object("properties").object("n")
        #expect(number.members.keys == ["type", "format", "minimum", "maximum", "description", "x-unit"])
        #expect(try printed(.object([], unknown: .ignored)).bool("additionalProperties"))
    }

    @Test("members that nobody declared are refused at every depth, but where a schema says that they are ignored")
    func strictness() throws {
        let inner = Schema.object([.init("n", .integer(), "Number.")])
        let open = Schema.object([.init("n", .integer(), "Number.")], unknown: .ignored)
        let schema = Schema.object([
            .init("inner", inner, "Inner."), .init("open", open, "Open."), .init("list", .array(of: inner), "List."),
        ])
        for (text, path) in [
            (#"{"x":1}"#, "x"), (#"{"inner":{"x":1}}"#, "inner.x"), (#"{"list":[{"n":1},{"x":1}]}"#, "list[1].x"),
            (#"{"open":{"x":1}}"#, nil), (#"{"inner":{"n":1},"list":[]}"#, nil),
        ] {
            let object = try WireObject(parsing: Array(text.utf8))
            guard let path else {
                try schema.rejectUnknown(in: object)
                continue
            }
            #expect(throws: WireError(code: .unknownField, path: path)) { try schema.rejectUnknown(in: object) }
        }
    }
}
