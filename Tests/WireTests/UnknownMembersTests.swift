import Testing
import Wire

@Suite("Members that a schema does not name")
struct UnknownMembersTests {
    private static let schema = Schema.object([
        .init("name", .string(), "Name."),
        .init("size", .object([.init("unit", .string(), "Unit.")]), required: false, "Size."),
        .init("parts", .array(of: .object([.init("id", .integer(), "Number.")])), required: false, "Parts."),
        .init("rows", .array(of: .array(of: .object([]))), required: false, "Rows."),
        .init("notes", .object([.init("a", .string(), "Text.")], unknown: .ignored), required: false, "Notes."),
        .init("any", .anyObject, required: false, "Anything."),
    ])

    @Test(
        "the first one is refused with its path, whatever stands around it",
        arguments: [
            (#"{"name":"a","is\u0041dmin":1}"#, "isAdmin"), (#"{"isAdmin":null}"#, "isAdmin"),
            (#" { "parts" : [ { "id" : 1 , "x" : { } } ] } "#, "parts[0].x"),
            (#"{"size":{"unit":"m","x":1}}"#, "size.x"), (#"{"parts":[{"id":1},{"id":2,"x":1}],"y":1}"#, "parts[1].x"),
            (#"{"rows":[[],[{},{"x":1}]]}"#, "rows[1][1].x"), (#"{"name":"\"},\\","x":1}"#, "x"),
            ("\u{FEFF}{\"name\":\"a\",\"x\":1}", "x"), (#"{"13812345678":1}"#, "?"), (#"{"\u212A":1}"#, "?"),
            (#"{"n\u0061me":"a"}"#, nil), ("{}", nil), (#"{"parts":[]}"#, nil), (#"{"parts":[[{"x":1}],7,null]}"#, nil),
            (#"{"name":{"x":1}}"#, nil), (#"{"notes":{"x":{"y":1}}}"#, nil), (#"{"any":{"x":[{"y":1}]}}"#, nil),
        ] as [(String, String?)])
    func refused(json: String, path: String?) throws {
        let object = try WireObject(parsing: Array(json.utf8))
        guard let path else { return try object.rejectUnknown(Self.schema) }
        #expect(throws: WireError(code: .unknownField, path: path)) { try object.rejectUnknown(Self.schema) }
    }

    @Test("the path begins where the object stands")
    func inside() throws {
        let object = try WireObject(parsing: Array(#"{"a":[{"b":{"x":1}}]}"#.utf8))
        let inner = Schema.object([.init("b", .object([]), "Inner.")])
        let error = #expect(throws: WireError.self) {
            _ = try object.array("a", max: 1) { (element) throws(WireError) in try element.rejectUnknown(inner) }
        }
        #expect(error == WireError(code: .unknownField, path: "a[0].b.x"))
    }
}
