import Kernel
import Testing
import Wire

@Suite struct JSONNumberTests {
    @Test(
        "numbers without fraction and exponent are integers, all others are doubles",
        arguments: [
            ("0", .integer(0)), ("1", .integer(1)), ("-1", .integer(-1)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("0.0", .double(0)), ("1.0", .double(1)), ("-1.5", .double(-1.5)),
            ("1e2", .double(100)), ("1E+2", .double(100)), ("1e-2", .double(0.01)), ("0e99", .double(0)),
            ("1.25e1", .double(12.5)),
            ("0.1", .double(0.1)), ("123456789012345678.5", .double(123456789012345678.5)), ("1e22", .double(1e22)),
            ("1e23", .double(1e23)), ("9007199254740993.0", .double(9007199254740993.0)),
            ("5e-324", .double(.leastNonzeroMagnitude)),
            ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)), ("1e-400", .double(0)),
            ("-1e-400", .double(0)),
            ("2.2250738585072011e-308", .double(Double.leastNormalMagnitude.nextDown)),
            ("1e-999999999999999999999", .double(0)),
        ] as [(String, JSONValue)])
    func reading(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
        #expect(try JSONValue(parsing: Array("[\(text) ]".utf8)) == .array([value]))
    }

    @Test(
        "a number that no type of ours holds is out of range, which is no fault of syntax",
        arguments: [
            "1e400", "-1e400", "1e309", "1.8e308", "9223372036854775808", "-9223372036854775809",
            "18446744073709551616",
            "100000000000000000000000000", "-0", "-0.0", "-0e5", "-0.000", "NaN", "Infinity", "-Infinity",
            "1e999999999999999999999",
        ])
    func outOfRange(text: String) {
        let error = #expect(throws: WireError.self) { try JSONValue(parsing: Array("{\"age\":\(text)}".utf8)) }
        #expect(error?.code == .outOfRange)
        #expect(error?.offset == 7)
        #expect(error?.path == "age")
        #expect(error?.isSyntax == false)
    }

    @Test(
        "what only resembles a number is refused",
        arguments: [
            "+1", "01", "-01", "00", "1.", ".5", "1.e5", "1e", "1e+", "-", "--1", "0x10", "1_000", "1,5", "-a", "nan",
            "-NaN", "Inf",
            "1e5.5", "1 e5", "- 1", "1.2.3",
        ])
    func malformed(text: String) {
        let error = #expect(throws: WireError.self) { try JSONValue(parsing: Array("[\(text)x]".utf8)) }
        #expect(error?.isSyntax == true)
        #expect(throws: WireError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test("a million digits are read or refused in a moment")
    func long() throws {
        let zeros = String(repeating: "0", count: 1_000_000)
        #expect(throws: WireError(code: .outOfRange, offset: 0)) { try JSONValue(parsing: Array("1\(zeros)".utf8)) }
        #expect(throws: WireError(code: .outOfRange, offset: 0)) { try JSONValue(parsing: Array("1\(zeros).5".utf8)) }
        #expect(try JSONValue(parsing: Array("0.\(zeros)1".utf8)) == .double(0))
        #expect(try JSONValue(parsing: Array("1.\(zeros)".utf8)) == .double(1))
    }

    @Test("doubles are read to the nearest, as the standard library reads them")
    func nearest() throws {
        var generator = SplitMix64(seed: 42)
        for _ in 0..<20_000 {
            let digits = UInt64.random(
                in: 0...UInt64.max >> UInt64.random(in: 0...60, using: &generator), using: &generator)
            let point = Int.random(in: 1...20, using: &generator)
            let exponent = Int.random(in: -330...310, using: &generator)
            let fraction = String(repeating: "0", count: Int.random(in: 0...point, using: &generator)) + String(digits)
            for text in ["\(digits).\(fraction)", "\(digits)e\(exponent)", "0.\(fraction)e\(exponent / 10)"] {
                guard let expected = Double(text), expected.isFinite else { continue }
                #expect(try JSONValue(parsing: Array(text.utf8)) == .double(expected), "\(text)")
            }
        }
    }

    @Test("every double and every integer comes back from its text")
    func roundTrip() throws {
        var generator = SplitMix64(seed: 43)
        for _ in 0..<20_000 {
            let double = Double(bitPattern: generator.next())
            if double.isFinite, double != 0 {
                let bytes = JSONValue.array([.double(double)]).encoded()
                #expect(try JSONValue(parsing: bytes) == .array([.double(double)]))
            }
            let integer = Int64(bitPattern: generator.next() >> UInt64.random(in: 0...63, using: &generator))
            #expect(try JSONValue(parsing: JSONValue.integer(integer).encoded()) == .integer(integer))
            #expect(String(decoding: JSONValue.integer(integer).encoded(), as: UTF8.self) == String(integer))
        }
    }
}
