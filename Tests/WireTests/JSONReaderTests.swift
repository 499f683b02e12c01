import Glibc
import Testing
import Wire

@Suite struct JSONReaderTests {
    @Test(
        "JSON is read as it is written",
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("\t\r\n false\n", .bool(false)), ("\"\"", .string("")),
            ("\"a\"", .string("a")), ("[]", .array([])), ("[ ]", .array([])), ("{}", .object(JSONObject())),
            ("{ }", .object(JSONObject())), ("[null,true]", .array([.null, .bool(true)])),
            ("[ 1 , 2 ]", .array([.integer(1), .integer(2)])),
            ("[[],[[]]]", .array([.array([]), .array([.array([])])])),
            ("{\"b\":1,\"a\":{}}", .object(JSONObject([("b", .integer(1)), ("a", .object(JSONObject()))]))),
            ("{ \"a\" : [ ] }", .object(JSONObject([("a", .array([]))]))),
            ("{\"\":0}", .object(JSONObject([("", .integer(0))]))),
            (
                "\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\"",
                .string("\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}")
            ),
            ("\"民情 · 三号楼\"", .string("民情 · 三号楼")),
            ("\"\u{2028}\u{2029}\u{FEFF}\"", .string("\u{2028}\u{2029}\u{FEFF}")),
        ] as [(String, JSONValue)])
    func reading(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
        #expect(try JSONValue(parsing: text.utf8) == value)
        #expect(try JSONValue(parsing: Array("  \(text)".utf8).dropFirst()) == value)
        #expect(try JSONValue(parsing: Array("\u{FEFF}\(text)".utf8)) == value, "a byte order mark is passed over")
    }

    @Test(
        "what is no JSON is refused at the byte where it ends to be JSON",
        arguments: [
            ("", .syntax, 0), (" ", .syntax, 1), ("nul", .syntax, 0), ("nulL", .syntax, 0), ("True", .syntax, 0),
            ("'a'", .syntax, 0), ("a", .syntax, 0), ("[", .syntax, 1), ("[1", .syntax, 2), ("[1,", .syntax, 3),
            ("[1,]", .syntax, 3), ("[,1]", .syntax, 1), ("[1 2]", .syntax, 3), ("]", .syntax, 0), ("{", .syntax, 1),
            ("{\"a\"", .syntax, 4), ("{\"a\":", .syntax, 5), ("{\"a\":1", .syntax, 6), ("{\"a\":1,}", .syntax, 7),
            ("{\"a\" 1}", .syntax, 5), ("{a:1}", .syntax, 1), ("{1:1}", .syntax, 1), ("{\"a\":}", .syntax, 5),
            ("}", .syntax, 0),
            ("{\"a\":1]", .syntax, 6), ("[1}", .syntax, 2), ("\"", .syntax, 1), ("\"a", .syntax, 2),
            ("\"\\", .syntax, 2),
            ("\"\\x\"", .syntax, 2), ("\"\\u12\"", .syntax, 5), ("\"\\u12g4\"", .syntax, 5),
            ("\"\\U0041\"", .syntax, 2),
            ("\"a\nb\"", .syntax, 2), ("\"\t\"", .syntax, 1), ("\"abcdefgh\u{0}\"", .syntax, 9),
            ("\"\u{1F}\"", .syntax, 1),
            ("/**/1", .syntax, 0), ("1//", .trailingBytes, 1), ("1 2", .trailingBytes, 2), ("{} {}", .trailingBytes, 3),
            ("nullnull", .trailingBytes, 4), (" \u{FEFF}1", .syntax, 1), ("\u{FEFF}\u{FEFF}1", .syntax, 3),
            ("\u{FEFF}x", .syntax, 3), ("\u{FEFF}", .syntax, 3), ("\u{A0}1", .syntax, 0),
            ("[1,\u{3000}2]", .syntax, 3),
            ("undefined", .syntax, 0), ("[\"a\"\u{0B}]", .syntax, 4), ("１", .syntax, 0),
        ] as [(String, WireError.Code, Int)])
    func refusing(text: String, code: WireError.Code, offset: Int) {
        let error = #expect(throws: WireError.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.code == code)
        #expect(error?.offset == offset)
        #expect(error?.isSyntax == true)
    }

    @Test("ten thousand levels are refused and do not exhaust the stack")
    func deep() {
        for opening in ["[", "{\"a\":", "[{\"a\":"] {
            let bytes = Array(String(repeating: opening, count: 10_000).utf8)
            let error = #expect(throws: WireError.self) { try JSONValue(parsing: bytes) }
            #expect(error?.code == .tooDeep)
            #expect(error?.isSyntax == true)
        }
    }

    @Test("exactly as many levels as the limit are read, even at the greatest limit")
    func depthLimit() throws {
        for depth in [1, 2, 64, ParseLimits.greatestDepth] {
            let limits = ParseLimits(depth: depth, members: 10)
            let fitting = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            _ = try JSONValue(parsing: Array(fitting.utf8), limits: limits)
            let error = #expect(throws: WireError.self) {
                try JSONValue(parsing: Array("[\(fitting)]".utf8), limits: limits)
            }
            #expect(error?.code == .tooDeep)
            #expect(error?.offset == depth)
        }
        #expect(ParseLimits(depth: 1_000_000, members: 0) == ParseLimits(depth: 256, members: 1))
    }

    @Test("more members or elements than the limit are refused")
    func memberLimit() throws {
        let limits = ParseLimits(depth: 2, members: 3)
        _ = try JSONValue(parsing: Array("[[1,2,3],{\"a\":1,\"b\":2,\"c\":3}]".utf8), limits: limits)
        for text in ["[1,2,3,4]", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}"] {
            let error = #expect(throws: WireError.self) { try JSONValue(parsing: Array(text.utf8), limits: limits) }
            #expect(error?.code == .tooLong)
            #expect(error?.isSyntax == false)
        }
        let long = "[" + String(repeating: "0,", count: 10_000) + "0]"
        #expect(throws: WireError.self) { try JSONValue(parsing: Array(long.utf8)) }
    }

    @Test(
        "a key that comes twice is refused, however it is written and however many others there are",
        arguments: [
            ("{\"a\":1,\"a\":1}", 7), ("{\"a\":1,\"b\":2,\"\\u0061\":3}", 13), ("{\"\":1,\"\":2}", 6),
            ("{\"long_key_of_twenty_\":1,\"long_key_of_twenty_\":2}", 25), ("[{\"é\":1,\"\\u00e9\":2}]", 9),
        ])
    func duplicates(text: String, offset: Int) {
        let error = #expect(throws: WireError.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.code == .duplicateKey)
        #expect(error?.offset == offset)
    }

    @Test(
        "a repeated key is found in a large object, too, and different keys are not taken for one",
        arguments: [31, 32, 33, 5_000])
    func duplicatesInLargeObjects(count: Int) throws {
        let members = (0..<count).map { "\"key \($0)\":\($0)" }
        let whole = "{" + members.joined(separator: ",") + "}"
        guard case .object(let object) = try JSONValue(parsing: Array(whole.utf8)) else {
            Issue.record("no object")
            return
        }
        #expect(object.count == count)
        for repeated in [0, count / 2, count - 1] {
            let text = "{" + members.joined(separator: ",") + ",\"key \(repeated)\":0}"
            let error = #expect(throws: WireError.self) { try JSONValue(parsing: Array(text.utf8)) }
            #expect(error?.code == .duplicateKey)
        }
    }

    @Test("keys are compared by their bytes, not by what Unicode holds equal")
    func canonicalEquivalence() throws {
        // "é" in one and in two scalars; the Kelvin sign and K.
        let text = "{\"\u{E9}\":1,\"e\u{301}\":2,\"\u{212A}\":3,\"K\":4}"
        guard case .object(let object) = try JSONValue(parsing: Array(text.utf8)) else {
            Issue.record("no object")
            return
        }
        #expect(object.count == 4)
        #expect(object["K"] == .integer(4))
        #expect(object["e\u{301}"] == .integer(2))
    }

    @Test("ten thousand members are checked for repetitions without a pairwise comparison")
    func manyMembers() throws {
        // Ten times as many take ten times as long, and a hundred times where each is compared with each.
        let (thousand, tenThousand) = try (Self.processorTime(members: 1_000), Self.processorTime(members: 10_000))
        #expect(tenThousand < thousand * 50, "\(tenThousand) to \(thousand)")
    }

    /// What reading an object takes of this thread's processor, at least of five times.
    private static func processorTime(members: Int) throws -> Duration {
        func spent() -> Duration {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
        let text = Array(("{" + (0..<members).map { "\"\($0)\":0" }.joined(separator: ",") + "}").utf8)
        return try (0..<5).map { _ in
            let start = spent()
            _ = try JSONValue(parsing: text)
            return spent() - start
        }.min() ?? .zero
    }
}
