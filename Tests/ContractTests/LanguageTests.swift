import City
import Testing
import Wire

@Suite("The rules of the language")
struct LanguageTests {
    @Test("a type is named source, aggregate, event; no two are named alike")
    func names() {
        #expect(Languages.all.map(\.source).sorted() == CityContext.names.sorted())
        for (source, messages) in Languages.all {
            #expect(!messages.isEmpty)
            for message in messages { #expect(Rules.isName(message.type, of: source), "\(message.type)") }
        }
        #expect(Set(Languages.messages.map { $0.type }).count == Languages.messages.count)
        #expect(Rules.isName("intake.request.registered", of: "intake"))
        for name in [
            "dispatch.request.registered", "intake.request", "intake.request.registered.v1", "intake..registered",
            "intake.request.Registered", "intake.request.called-back", "intake.request._registered",
        ] {
            #expect(!Rules.isName(name, of: "intake"), "\(name)")
        }
    }

    @Test("a message and each of its members is versioned, named and explained")
    func explained() {
        for message in Languages.messages {
            #expect((1...1000).contains(message.version), "\(message.type)")
            #expect(Rules.isSentence(message.summary), "\(message.type)")
            for (path, field) in Shape.fields(message.properties, in: message.type) {
                #expect(Rules.isSentence(field.summary), "\(path)")
                #expect(Rules.isWord(field.name), "\(path)")
            }
            #expect(Set(message.properties.map(\.name)).count == message.properties.count, "\(message.type)")
        }
        #expect(!Rules.isSentence("") && !Rules.isSentence("no full stop"))
    }

    @Test("no member can hold personal data; an area's official name is the one name that is published")
    func personal() {
        #expect(Languages.messages.flatMap(Rules.personal) == ["registry.area.defined.name"])
        let nested = Schema.Property(
            "callers", .array(of: .object([Self.text("caller_phone"), Self.text("note")])), "Nobody.")
        #expect(
            Rules.personal([Self.text("id"), nested, Self.text("door_address")], in: "x") == [
                "x.callers.caller_phone", "x.callers.note", "x.door_address",
            ])
    }

    @Test("a text is the code of something, never somebody's words")
    func codes() {
        let codes: Set = ["category", "skill", "skills", "authority"]
        let others = Languages.messages.flatMap(Rules.texts).filter { !codes.contains($0.field) }.map(\.path)
        #expect(others == ["registry.area.defined.name"])
        #expect(Rules.texts([Self.text("remark")], in: "x").map(\.path) == ["x.remark"])
    }

    @Test("every whole number has a range that the tests know")
    func ranges() {
        let numbers = Languages.messages.flatMap { message in
            Shape.fields(message.properties, in: message.type).filter {
                if case .integer = $0.field.schema { true } else { false }
            }.map(\.path)
        }
        #expect(Set(numbers) == Set(RefusalTests.ranges.keys))
    }

    private static func text(_ name: String) -> Schema.Property {
        Schema.Property(name, .string(), "Text.")
    }
}
