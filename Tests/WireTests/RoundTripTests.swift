import FoundationEssentials
import Kernel
import Testing
import Wire

/// JSON as an independent reader understands it.
private enum Reference: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case integer(Int64)
    case string([Unicode.Scalar])
    case array([Reference])
    case object([[Unicode.Scalar]: Reference])

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: Key.self) {
            var members: [[Unicode.Scalar]: Reference] = [:]
            for key in container.allKeys {
                members[Array(key.stringValue.unicodeScalars)] = try container.decode(Reference.self, forKey: key)
            }
            self = .object(members)
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [Reference] = []
            while !container.isAtEnd { elements.append(try container.decode(Reference.self)) }
            self = .array(elements)
        } else {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let bool = try? container.decode(Bool.self) {
                self = .bool(bool)
            } else if let string = try? container.decode(String.self) {
                self = .string(Array(string.unicodeScalars))
            } else if let integer = try? container.decode(Int64.self) {
                self = .integer(integer)
            } else {
                self = .number(try container.decode(Double.self))
            }
        }
    }

    init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let bool): self = .bool(bool)
        case .integer(let integer): self = .integer(integer)
        // The reference takes 5.0 for an integer.
        case .double(let double): self = Int64(exactly: double).map { .integer($0) } ?? .number(double)
        case .string(let text): self = .string(Array(text.unicodeScalars))
        case .array(let elements): self = .array(elements.map(Reference.init))
        case .object(let object):
            self = .object(
                Dictionary(
                    uniqueKeysWithValues: object.pairs.map { (Array($0.key.unicodeScalars), Reference($0.value)) }))
        }
    }
}

@Suite struct RoundTripTests {
    private func reference(_ bytes: [UInt8]) throws -> Reference {
        try JSONDecoder().decode(Reference.self, from: Data(bytes))
    }

    /// Some JSON from a seed, written with more freedom than our writer takes.
    private func text(_ generator: inout SplitMix64, depth: Int = 0) -> String {
        let space = ["", "", "", " ", "\n\t", "\r "].randomElement(using: &generator) ?? ""
        let strings = [
            #""""#, #""a""#, #""民情""#, #""\u6c11\n\"""#, #""\ud83d\ude00x""#, #""\/\b\f""#, #""12345678901234567""#,
            #""é\\""#,
            #""e\u0301""#, #""\u007f\u2028""#,
        ]
        func string() -> String { strings.randomElement(using: &generator) ?? "" }
        switch Int.random(in: 0...(depth > 5 ? 5 : 9), using: &generator) {
        case 0: return "\(space)null"
        case 1: return "true\(space)"
        case 2: return String(Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator))
        case 3:
            return ["0", "1.5", "-2.25e10", "1E-7", "0.1", "123456789.123456789", "1e15"].randomElement(
                using: &generator) ?? "0"
        case 4, 5: return "\(space)\(string())"
        case 6, 7:
            let elements = (0..<Int.random(in: 0...4, using: &generator)).map { _ in text(&generator, depth: depth + 1)
            }
            return "[\(space)" + elements.joined(separator: "\(space),") + "\(space)]"
        default:
            let members = (0..<Int.random(in: 0...4, using: &generator)).map { index in
                "\"\(index)\(string().dropFirst())\(space):\(text(&generator, depth: depth + 1))"
            }
            return "{" + members.joined(separator: ",\(space)") + "\(space)}"
        }
    }

    @Test("what we read, another reader reads alike, and what we write of it, too", arguments: 0..<8)
    func differential(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        for _ in 0..<400 {
            let bytes = Array(text(&generator).utf8)
            let value = try JSONValue(parsing: bytes)
            let expected = try reference(bytes)
            #expect(Reference(value) == expected, "\(String(decoding: bytes, as: UTF8.self))")
            let written = value.encoded()
            #expect(try JSONValue(parsing: written) == value)
            #expect(try reference(written) == expected)
        }
    }

    @Test(
        "mutated JSON never stops us, and what passes is JSON for another reader and comes back from our writer",
        arguments: 0..<8)
    func fuzz(seed: Int) throws {
        var generator = SplitMix64(seed: 1_000 + UInt64(seed))
        let marks = Array("{}[]\",:\\u0123456789eE+-.tfn \u{0}".utf8) + [0x80, 0xC3, 0xED, 0xA0, 0xF4, 0xFF]
        var accepted = 0
        for _ in 0..<1_500 {
            var bytes = Array(text(&generator).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0...bytes.count, using: &generator)
                let mark = marks.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0...3, using: &generator) {
                case 0: bytes.insert(mark, at: index)
                case 1 where index < bytes.count: bytes[index] = mark
                case 2 where index < bytes.count: bytes.remove(at: index)
                default: bytes.removeSubrange(index...)
                }
            }
            do {
                let value = try JSONValue(parsing: bytes)
                accepted += 1
                #expect(try Reference(value) == reference(bytes), "\(bytes)")
                #expect(try JSONValue(parsing: value.encoded()) == value)
            } catch let error as WireError {
                #expect(error.offset.map { (0...bytes.count).contains($0) } == true)
            }
        }
        #expect((50..<1_450).contains(accepted))
    }

    @Test("any bytes at all are refused or read, and never stop us")
    func noise() {
        var generator = SplitMix64(seed: 99)
        for length in 0..<2_000 {
            let bytes = (0..<length % 64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try? JSONValue(parsing: bytes)
            _ = try? JSONValue(parsing: [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")])
        }
    }

    @Test("a message comes back from its bytes")
    func messages() throws {
        var generator = SplitMix64(seed: 5)
        for _ in 0..<500 {
            let sample = try #require(Sample.random(&generator))
            let bytes = sample.encoded()
            #expect(try Sample(decoding: bytes) == sample)
            #expect(try Sample(decoding: ([0] + bytes).dropFirst()) == sample)
            _ = try reference(bytes)
        }
    }

    @Test("a mutated message is refused or read, and never stops us")
    func mutatedMessages() throws {
        var generator = SplitMix64(seed: 6)
        for _ in 0..<2_000 {
            var bytes = try #require(Sample.random(&generator)).encoded()
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            if let sample = try? Sample(decoding: bytes) { #expect(try Sample(decoding: sample.encoded()) == sample) }
        }
    }

    @Test("a message is one object and nothing else", arguments: ["[]", "1", "\"{}\"", "null"])
    func notAnObject(text: String) {
        #expect(throws: WireError(code: .wrongType)) { try Sample(decoding: Array(text.utf8)) }
    }

    @Test("an object is changed by key and keeps its order")
    func objects() {
        var object = JSONObject([("a", .integer(1)), ("b", .null), ("a", .integer(2))])
        #expect(object.keys == ["a", "b"])
        #expect(object["a"] == .integer(2))
        object["c"] = .bool(true)
        object["b"] = nil
        #expect(object == JSONObject([("a", .integer(2)), ("c", .bool(true))]))
        #expect(object["b"] == nil)
        #expect(!object.isEmpty)
    }
}
