import City
import FoundationEssentials
import IntakeContract
import Kernel
import Messaging
import Testing
import Wire

@testable import Operator

@Suite("The AsyncAPI document")
struct AsyncAPITests {
    private let document: JSONObject

    init() throws {
        document = try Self.object(JSONValue(parsing: AsyncAPIDocument.make()))
    }

    private static let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "ContractTests/Golden")

    static let goldenNames: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: golden.path)) ?? []).sorted()

    @Test("every message of the contracts is described, and has a golden file")
    func complete() throws {
        let messages = Set(try at("components", "messages").keys)
        #expect(Self.goldenNames.count > 30)
        #expect(messages == Set(Self.goldenNames.map(Self.name)).union(["intake_command_register_v1"]))
    }

    @Test("a golden file is what its payload's schema says", arguments: goldenNames)
    func golden(file: String) throws {
        let bytes = Array(try Data(contentsOf: Self.golden.appending(path: file)))
        let schema = try at("components", "messages", Self.name(file), "payload")
        #expect(SchemaCheck.faults(try JSONValue(parsing: bytes), schema) == [])
        #expect(SchemaCheck.faults(.integer(1), schema) == ["$ is no object"])
    }

    @Test("every number has its unit")
    func units() throws {
        for (name, message) in try at("components", "messages").pairs {
            #expect(Self.unitless(try Self.object(Self.object(message)["payload"])) == [], "\(name)")
        }
        for (name, schema) in try at("components", "schemas").pairs {
            #expect(Self.unitless(try Self.object(schema)) == [], "\(name)")
        }
    }

    @Test("the headers described are those that an envelope is sent with, and each message names its correlation")
    func headers() throws {
        let envelope = Envelope(
            id: Identifier(high: 1, low: 1), type: "intake.request.registered", version: 1, source: "intake",
            aggregate: Identifier(high: 2, low: 2), aggregateVersion: 1, partition: 0,
            area: try #require(AreaCode("330402")), occurredAt: Timestamp(microseconds: 0),
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            correlation: Identifier(high: 2, low: 2),
            causation: Identifier(high: 3, low: 3))
        let described = try at("components", "schemas", "headers", "properties").keys
        #expect(envelope.properties.headers.entries.map(\.name) == EnvelopeHeaders.all.map(\.name))
        #expect(described == EnvelopeHeaders.all.map(\.name) + ["correlation_id"])
        for (name, message) in try at("components", "messages").pairs where !name.contains("_command_") {
            let correlation = try Self.object(Self.object(message)["correlationId"])
            #expect(correlation["location"] == .string("$message.header#/correlation_id"))
        }
    }

    @Test("commands and the audit stream are channels, and every reference leads somewhere")
    func channels() throws {
        let channels = try at("channels")
        #expect(Set(channels.keys).isSuperset(of: [CityTopology.commands, CityTopology.auditStream, "intake"]))
        let taken = try at("channels", CityTopology.commands, "messages").keys
        #expect(taken == ["intake_command_register_v1"])
        let kept = try at("channels", CityTopology.auditStream, "messages").keys
        #expect(kept.count == Self.goldenNames.count)
        let text = String(decoding: AsyncAPIDocument.make(), as: UTF8.self)
        for part in text.split(separator: #""$ref":"#).dropFirst() {
            let path = part.split(separator: "\"")[0].dropFirst(2).split(separator: "/").map(String.init)
            #expect(throws: Never.self) { try at(path) }
        }
    }

    private static func name(_ file: String) -> String {
        String(file.dropLast(".json".count).map { $0 == "." ? "_" : $0 })
    }

    /// The integers and numbers below a schema that have no unit.
    private static func unitless(_ schema: JSONObject) -> [String] {
        guard case .object(let properties)? = schema["properties"] else { return [] }
        return properties.pairs.flatMap { name, value -> [String] in
            guard case .object(let property) = value else { return [name] }
            let isNumber = [.string("integer"), .string("number")].contains(property["type"])
            return (isNumber && property["x-unit"] == nil ? [name] : []) + unitless(property)
        }
    }

    private func at(_ path: String...) throws -> JSONObject { try at(path) }

    private func at(_ path: [String]) throws -> JSONObject {
        try path.reduce(document) { object, key in try Self.object(object[key]) }
    }

    private static func object(_ value: JSONValue?) throws -> JSONObject {
        guard case .object(let object)? = value else { throw WireError(code: .wrongType) }
        return object
    }
}
