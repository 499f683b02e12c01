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

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "ContractTests/Golden")

    /// The golden lines of all contexts: a message's type and version, a space, its body.
    static let goldenLines: [String] = ["intake", "dispatch", "registry", "assessment"].flatMap { context in
        let file = try? Data(contentsOf: folder.appending(path: "\(context).txt"))
        return file.map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) } ?? []
    }

    @Test("every message of the contracts is described, and has a golden line")
    func complete() throws {
        let messages = Set(try at("components", "messages").keys)
        #expect(Self.goldenLines.count > 30)
        #expect(messages == Set(Self.goldenLines.map(Self.name)).union(["intake_command_register_v1"]))
    }

    @Test("a golden line is what its payload's schema says", arguments: goldenLines)
    func golden(line: String) throws {
        let body = Array(line.drop { $0 != " " }.dropFirst().utf8)
        let schema = try at("components", "messages", Self.name(line), "payload")
        #expect(SchemaCheck.faults(try JSONValue(parsing: body), schema) == [])
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
        #expect(kept.count == Self.goldenLines.count)
        let text = String(decoding: AsyncAPIDocument.make(), as: UTF8.self)
        for part in text.split(separator: #""$ref":"#).dropFirst() {
            let path = part.split(separator: "\"")[0].dropFirst(2).split(separator: "/").map(String.init)
            #expect(throws: Never.self) { try at(path) }
        }
    }

    private static func name(_ line: String) -> String {
        String(line.prefix { $0 != " " }.map { $0 == "." ? "_" : $0 })
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
