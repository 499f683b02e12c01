import Kernel
import Testing
import Wire

@Suite struct ObjectWriterTests {
    private func written(_ body: (inout ObjectWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(body)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("each kind of value has its form")
    func values() throws {
        let id = try #require(Identifier<Sampled>("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"))
        let area = try #require(AreaCode("330402"))
        let day = try #require(CivilDate(iso: "2026-11-21"))
        let text = written {
            $0.field("s", "a")
            $0.field("i", 1)
            $0.field("l", Int64.min)
            $0.field("d", 0.1)
            $0.field("b", true)
            $0.field("f", false)
            $0.field("id", id)
            $0.field("t", Timestamp(microseconds: 1_000))
            $0.field("a", area)
            $0.field("v", Version(value: 7))
            $0.field("day", day)
            $0.field("raw", Array("[1,{}]".utf8))
            $0.field("list", ["x", "y"])
            $0.field("json", JSONValue.array([.null, .double(1)]))
            $0.null("n")
        }
        let expected = [
            #""s":"a""#, #""i":1"#, #""l":-9223372036854775808"#, #""d":0.1"#, #""b":true"#, #""f":false"#,
            #""id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f""#, #""t":"1970-01-01T00:00:00.001Z""#, #""a":"330402""#,
            #""v":7"#, #""day":"2026-11-21""#, #""raw":[1,{}]"#, #""list":["x","y"]"#, #""json":[null,1.0]"#,
            #""n":null"#,
        ]
        #expect(text == "{" + expected.joined(separator: ",") + "}")
    }

    @Test("a member without a value is left out, wherever it stands")
    func optionals() {
        #expect(written { $0.field("a", nil as String?) } == "{}")
        #expect(
            written {
                $0.field("a", nil as Int64?)
                $0.field("b", 1 as Int?)
                $0.field("c", nil as [UInt8]?)
                $0.object("d", nil as Sample.Part?)
                $0.field("e", true)
            } == #"{"b":1,"e":true}"#)
    }

    @Test("objects and arrays nest, and commas stand between members and elements only")
    func nesting() {
        let text = written {
            $0.object("a") { _ in }
            $0.object("b") { inner in
                inner.field("x", 1)
                inner.object("y") { $0.field("z", 2) }
                inner.field("w", 3)
            }
            $0.array("c", [Int]()) { $0.value($1) }
            $0.array("d", [[1, 2], [], [3]]) { writer, row in writer.array(row) { $0.value($1) } }
            $0.array("e", [1, 2]) { writer, number in writer.object { $0.field("n", number) } }
            $0.array("f", [Sample.Part(name: "p", size: nil)])
            $0.array("g", ["1", "{}"]) { $0.json(Array($1.utf8)) }
            $0.field("h", "end")
        }
        let expected = [
            #""a":{}"#, #""b":{"x":1,"y":{"z":2},"w":3}"#, #""c":[]"#, #""d":[[1,2],[],[3]]"#,
            #""e":[{"n":1},{"n":2}]"#, #""f":[{"name":"p"}]"#, #""g":[1,{}]"#, #""h":"end""#,
        ]
        #expect(text == "{" + expected.joined(separator: ",") + "}")
    }

    @Test("an array can be the whole")
    func topLevelArray() {
        var writer = JSONWriter(reserving: 0)
        writer.array(["a", "b"]) { $0.value($1) }
        #expect(writer.bytes == Array(#"["a","b"]"#.utf8))
    }

    @Test(
        "a string has the escapes that JSON demands and no others",
        arguments: [
            ("\"", #"\""#), ("\\", #"\\"#), ("\n\r\t", #"\n\r\t"#),
            ("\u{0}\u{8}\u{C}\u{1F}", #"\u0000\u0008\u000c\u001f"#),
            ("/", "/"), ("\u{7F}\u{2028}", "\u{7F}\u{2028}"), ("民情\"日记", #"民情\"日记"#),
            ("12345678\n12345678\n", #"12345678\n12345678\n"#),
            ("<script>&'", "<script>&'"),
        ])
    func escapes(text: String, form: String) {
        #expect(written { $0.field("k", text) } == #"{"k":"\#(form)"}"#)
        #expect(written { $0.field(text, 1) } == #"{"\#(form)":1}"#)
    }

    @Test("every scalar comes back from its escape, apart from U+0000, which is refused")
    func everyScalar() throws {
        for value in Array(1...0x2FFF) + Array(0xD7FF...0xD7FF) + Array(0xE000...0xE0FF) + [
            0xFFFE, 0xFFFF, 0x10000, 0x10FFFF,
        ] {
            let scalar = try #require(Unicode.Scalar(UInt32(value)))
            let text = "1234567\(scalar)"
            #expect(try JSONValue(parsing: JSONValue.string(text).encoded()) == .string(text))
        }
        #expect(throws: WireError(code: .nulCharacter, offset: 1)) {
            try JSONValue(parsing: JSONValue.string("\u{0}").encoded())
        }
    }

    @Test(
        "what is no JSON number is written as null, and negative zero as zero",
        arguments: [
            (Double.nan, "null"), (.infinity, "null"), (-.infinity, "null"), (-0.0, "0.0"), (1e21, "1e+21"), (5, "5.0"),
        ])
    func doubles(number: Double, form: String) {
        #expect(written { $0.field("k", number) } == #"{"k":\#(form)}"#)
    }

    @Test("a large message grows the buffer and keeps every byte")
    func growth() throws {
        let text = String(repeating: "民情日记", count: 5_000)
        var writer = JSONWriter(reserving: 1)
        writer.object { object in for index in 0..<20 { object.field("key\(index)", text) } }
        guard case .object(let object) = try JSONValue(parsing: writer.bytes) else {
            Issue.record("no object")
            return
        }
        #expect(object.keys == (0..<20).map { "key\($0)" })
        #expect(object.pairs.allSatisfy { $0.value == .string(text) })
    }

    @Test("an error inside an object reaches the caller")
    func throwing() {
        struct Stop: Error {}
        var writer = JSONWriter()
        #expect(throws: Stop.self) {
            try writer.object { (object) throws(Stop) in
                object.field("a", 1)
                throw Stop()
            }
        }
    }
}
