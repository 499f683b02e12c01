import Kernel
import Testing
import Wire

@Suite struct WireObjectTests {
    private func object(_ text: String) throws -> WireObject { try WireObject(parsing: Array(text.utf8)) }

    private func fault(_ text: String, _ body: (WireObject) throws -> Void) throws -> WireError? {
        let object = try object(text)
        return #expect(throws: WireError.self) { try body(object) }
    }

    @Test("a required member that is absent or null is missing")
    func missing() throws {
        for text in ["{}", #"{"k":null}"#] {
            let reads: [(WireObject) throws -> Void] = [
                { _ = try $0.string("k") }, { _ = try $0.integer("k") },
                { _ = try $0.double("k") }, { _ = try $0.bool("k") },
                { _ = try $0.identifier("k", of: Sampled.self) },
                { _ = try $0.timestamp("k") }, { _ = try $0.date("k") },
                { _ = try $0.areaCode("k") }, { _ = try $0.geoPoint("k") },
                { _ = try $0.enumeration("k", as: Colour.self) },
                { _ = try $0.object("k") }, { _ = try $0.strings("k") },
                { _ = try $0.integers("k") },
                { _ = try $0.identifiers("k", of: Sampled.self) },
                { _ = try $0.enumerations("k", as: Colour.self) },
                { _ = try $0.array("k", max: 1) { _ in 0 } },
            ]
            for read in reads { #expect(try fault(text, read) == WireError(code: .missing, path: "k")) }
        }
    }

    @Test("an optional member that is absent, null or blank is nothing")
    func optional() throws {
        for text in ["{}", #"{"k":null}"#, #"{"k":""}"#, #"{"k":" \t"}"#, #"{"k":"\u3000\n"}"#] {
            let object = try object(text)
            #expect(try object.optionalString("k") == nil)
            #expect(try object.optionalInteger("k") == nil)
            #expect(try object.optionalDouble("k") == nil)
            #expect(try object.optionalBool("k") == nil)
            #expect(try object.optionalIdentifier("k", of: Sampled.self) == nil)
            #expect(try object.optionalTimestamp("k") == nil)
            #expect(try object.optionalDate("k") == nil)
            #expect(try object.optionalAreaCode("k") == nil)
            #expect(try object.optionalGeoPoint("k") == nil)
            #expect(try object.optionalEnumeration("k", as: Colour.self) == nil)
            #expect(try object.optionalObject("k") == nil)
            #expect(try object.optionalStrings("k") == nil)
            #expect(try object.optionalArray("k", max: 1) { _ in 0 } == nil)
            #expect(!object.has("k"))
        }
    }

    @Test("an optional member that is there has to be right")
    func optionalButWrong() throws {
        #expect(try fault(#"{"k":1}"#) { _ = try $0.optionalString("k") }?.code == .wrongType)
        #expect(try fault(#"{"k":"x"}"#) { _ = try $0.optionalAreaCode("k") }?.code == .unknownValue)
        #expect(
            try fault(#"{"k":"x"}"#) { _ = try $0.optionalEnumeration("k", as: Colour.self) }?.code
                == .unknownValue)
        #expect(
            try fault(#"{"k":7}"#) { _ = try $0.optionalIdentifier("k", of: Sampled.self) }?.code
                == .wrongType)
    }

    @Test(
        "nothing is taken for another type",
        arguments: [
            (#""5""#, "integer"), ("5.5", "integer"), ("1e-3", "integer"), ("true", "integer"), ("1", "bool"),
            (#""true""#, "bool"),
            ("5", "string"), ("[]", "object"), ("{}", "strings"), (#""a""#, "strings"), (#""1.5""#, "double"),
            ("7", "timestamp"),
            ("330402", "area"), ("[1]", "strings"), ("[null]", "strings"), ("1", "colour"),
        ])
    func wrongType(value: String, kind: String) throws {
        let error = try fault(#"{"k":\#(value)}"#) { o in
            switch kind {
            case "integer": _ = try o.integer("k")
            case "bool": _ = try o.bool("k")
            case "string": _ = try o.string("k")
            case "object": _ = try o.object("k")
            case "strings": _ = try o.strings("k")
            case "double": _ = try o.double("k")
            case "timestamp": _ = try o.timestamp("k")
            case "area": _ = try o.areaCode("k")
            default: _ = try o.enumeration("k", as: Colour.self)
            }
        }
        #expect(error?.code == .wrongType)
        #expect(error?.isSyntax == false)
    }

    @Test(
        "a number with a zero fractional part is a whole number, as JSON Schema has it",
        arguments: [("5.0", 5), ("5e0", 5), ("0.5e1", 5), ("-2.00", -2), ("0.0", 0), ("9007199254740992.0", 1 << 53)]
            as [(String, Int64)])
    func wholeNumbers(text: String, number: Int64) throws {
        let object = try WireObject(parsing: Array(#"{"k":\#(text),"l":[\#(text)]}"#.utf8))
        #expect(try object.integer("k") == number)
        #expect(try object.optionalInteger("k") == number)
        #expect(try object.integers("l") == [number])
        let field = Fields({ $0 }, Field("k", \Int64.self, "Number."))
        #expect(try field.read(object) == number)
        #expect(throws: WireError(code: .outOfRange, path: "k")) { try object.integer("k", in: 6...7) }
        #expect(throws: WireError(code: .outOfRange, path: "l[0]")) { try object.integers("l", in: 6...7) }
    }

    @Test("a whole number whose digits may be lost is refused", arguments: ["9007199254740994.0", "1e18", "-1e300"])
    func lostDigits(text: String) throws {
        #expect(try fault(#"{"k":\#(text)}"#) { _ = try $0.integer("k") }?.code == .outOfRange)
    }

    @Test("numbers have their ranges, and a double takes an integer")
    func ranges() throws {
        let object = try object(#"{"i":10,"d":2.5}"#)
        #expect(try object.integer("i", in: 10...10) == 10)
        #expect(try object.double("i") == 10)
        #expect(try object.double("d", in: 2.5...2.5) == 2.5)
        #expect(throws: WireError(code: .outOfRange, path: "i")) { try object.integer("i", in: 0...9) }
        #expect(throws: WireError(code: .outOfRange, path: "d")) { try object.double("d", in: 0...2.4) }
        #expect(throws: WireError(code: .outOfRange, path: "i")) { try object.optionalInteger("i", in: 11...20) }
    }

    @Test("a time needs a zone and a day that exists")
    func times() throws {
        let object = try object(
            #"{"a":"2026-02-30T00:00:00Z","b":"2026-11-21T00:00:00","c":"2026-02-29","d":"2026-11-21T08:00:00+08:00"}"#)
        #expect(throws: WireError(code: .outOfRange, path: "a")) { try object.timestamp("a") }
        #expect(throws: WireError(code: .outOfRange, path: "b")) { try object.timestamp("b") }
        #expect(throws: WireError(code: .outOfRange, path: "c")) { try object.date("c") }
        #expect(try object.timestamp("d") == Timestamp(iso8601: "2026-11-21T00:00:00Z"))
    }

    @Test("a point is read from its own object or from a member, and must lie on the globe")
    func points() throws {
        let object = try object(
            #"{"p":{"latitude":30.75,"longitude":120.75},"q":{"latitude":120.75,"longitude":30.75},"r":{"latitude":1}}"#
        )
        #expect(try object.geoPoint("p") == GeoPoint(latitude: 30.75, longitude: 120.75))
        #expect(try object.object("p").geoPoint() == GeoPoint(latitude: 30.75, longitude: 120.75))
        #expect(throws: WireError(code: .outOfRange, path: "q.latitude")) { try object.geoPoint("q") }
        #expect(throws: WireError(code: .missing, path: "r.longitude")) { try object.optionalGeoPoint("r") }
    }

    @Test("a length counts characters as a reader sees them")
    func lengths() throws {
        let family = "👨‍👩‍👧‍👦"
        let object = try object(#"{"k":"民情\#(family)e\u0301"}"#)
        #expect(try object.string("k", maxLength: 4) == "民情\(family)e\u{301}")
        #expect(throws: WireError(code: .tooLong, path: "k", limit: .init(3, .characters))) {
            try object.string("k", maxLength: 3)
        }
        #expect(throws: WireError(code: .tooLong, path: "k", limit: .init(3, .characters))) {
            try object.optionalString("k", maxLength: 3)
        }
    }

    @Test("a hundred kilobytes, or one character of a thousand accents, are too long")
    func longText() throws {
        let long = try object(#"{"k":"\#(String(repeating: "a", count: 100_000))"}"#)
        #expect(throws: WireError(code: .tooLong, path: "k", limit: .init(40_000, .bytes))) { try long.string("k") }
        let accents = try object(#"{"k":"a\#(String(repeating: "\u{301}", count: 1_000))"}"#)
        #expect(throws: WireError(code: .tooLong, path: "k", limit: .init(800, .bytes))) {
            try accents.string("k", maxLength: 20)
        }
    }

    @Test("lists are bounded and name the element at fault")
    func lists() throws {
        let object = try object(
            #"{"s":["a","bb",3],"n":[1,20],"e":["red","green"],"o":[{"name":"a"},{"name":"toolong"}],"m":[{},1]}"#)
        #expect(throws: WireError(code: .wrongType, path: "s[2]")) { try object.strings("s") }
        #expect(throws: WireError(code: .tooLong, path: "s[1]", limit: .init(1, .characters))) {
            try object.strings("s", maxLength: 1)
        }
        #expect(throws: WireError(code: .tooLong, path: "s", limit: .init(2, .elements))) {
            try object.strings("s", max: 2)
        }
        #expect(throws: WireError(code: .outOfRange, path: "n[1]")) { try object.integers("n", in: 0...9) }
        #expect(try object.integers("n") == [1, 20])
        #expect(throws: WireError(code: .unknownValue, path: "e[1]")) { try object.enumerations("e", as: Colour.self) }
        #expect(throws: WireError(code: .unknownValue, path: "e[0]")) { try object.identifiers("e", of: Sampled.self) }
        #expect(throws: WireError(code: .tooLong, path: "o[1].name", limit: .init(5, .characters))) {
            try object.array("o", max: 2, Sample.Part.init(from:))
        }
        #expect(throws: WireError(code: .tooLong, path: "o", limit: .init(1, .elements))) {
            try object.array("o", max: 1, Sample.Part.init(from:))
        }
        #expect(throws: WireError(code: .wrongType, path: "m[1]")) { try object.array("m", max: 2) { _ in 0 } }
    }

    @Test("a path leads through objects and lists to the fault")
    func paths() throws {
        let object = try object(#"{"a":{"b":[{"c":{"d":[1,{"e":"x"}]}}]}}"#)
        let error = #expect(throws: WireError.self) {
            try object.object("a").array("b", max: 9) { (element) throws(WireError) in
                #expect(element.path == "a.b[0]")
                let inner = try element.object("c")
                #expect(inner.path == "a.b[0].c")
                return try inner.array("d", max: 9) { (_) throws(WireError) in 0 }
            }
        }
        #expect(error == WireError(code: .wrongType, path: "a.b[0].c.d[0]"))
    }

    @Test("members that nobody asked for can be refused")
    func unknown() throws {
        let object = try object(#"{"name":"a","inner":{"isAdmin":true}}"#)
        try object.rejectUnknown(["inner", "name", "size"])
        #expect(throws: WireError(code: .unknownField, path: "inner.isAdmin")) {
            try object.object("inner").rejectUnknown([])
        }
    }

    @Test("neither a value nor a key that is no name is repeated in an error")
    func discretion() throws {
        let secret = "13812345678 of someone"
        let texts = [
            #"{"\#(secret)":1}"#, #"{"phone":"\#(secret)"}"#, #"{"\#(secret)":1e999}"#,
            #"{"\#(secret)":1,"\#(secret)":2}"#,
            #"{"phone":"\#(secret)"x}"#,
        ]
        for text in texts {
            let error = #expect(throws: WireError.self) {
                let object = try object(text)
                _ = try object.optionalBool("phone")
                try object.rejectUnknown([])
            }
            let error2 = try #require(error)
            #expect(!"\(error2) \(String(reflecting: error2))".contains("138"))
        }
    }

    @Test("an error says what, where and at which byte")
    func description() {
        #expect("\(WireError(code: .tooLong, path: "a.b"))" == "too_long at a.b")
        let limited = WireError(code: .tooLong, path: "a", limit: .init(200, .characters))
        #expect("\(limited)" == "too_long at a (limit 200 characters)")
        #expect("\(WireError(code: .syntax, offset: 7))" == "syntax (byte 7)")
        let codes = WireError.Code.allCases
        #expect(codes.filter { WireError(code: $0).isSyntax }.count == 6)
        #expect(Set(codes.map(\.rawValue)).count == 13)
    }
}
