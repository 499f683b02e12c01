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
}
