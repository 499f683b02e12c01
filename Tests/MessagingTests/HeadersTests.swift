import Messaging
import Testing

@Suite("Field tables")
struct HeadersTests {
    @Test("entries keep the order in which they were added")
    func order() {
        var headers: Headers = ["z": .integer(1), "a": .integer(2)]
        headers["m"] = .bool(true)
        headers["b"] = .null
        #expect(headers.entries.map(\.name) == ["z", "a", "m", "b"])
    }

    @Test("setting a name again replaces its value where it stands")
    func replacing() {
        var headers: Headers = ["z": .integer(1), "a": .integer(2), "m": .integer(3)]
        headers["a"] = .string("two")
        #expect(headers == ["z": .integer(1), "a": .string("two"), "m": .integer(3)])
    }

    @Test("nil removes a name, and removing an absent one does nothing")
    func removing() {
        var headers: Headers = ["z": .integer(1), "a": .integer(2)]
        headers["z"] = nil
        headers["y"] = nil
        #expect(headers == ["a": .integer(2)])
        headers["a"] = nil
        #expect(headers.isEmpty)
        #expect(headers == Headers())
    }

    @Test("tables in another order are other tables")
    func equality() {
        let left: Headers = ["a": .integer(1), "b": .integer(2)]
        let right: Headers = ["b": .integer(2), "a": .integer(1)]
        #expect(left != right)
    }

    @Test("a value is read as its own type only")
    func types() {
        let headers: Headers = ["text": .string("7"), "number": .integer(7), "truth": .bool(true)]
        #expect(headers.string("text") == "7")
        #expect(headers.string("number") == nil)
        #expect(headers.integer("number") == 7)
        #expect(headers.integer("text") == nil)
        #expect(headers.integer("truth") == nil)
        #expect(headers.string("absent") == nil)
        #expect(headers["truth"] == .bool(true))
    }
}
