import Messaging
import SuiteControl
import Wire

/// Compares what the broker has with what is declared, by its own export; nothing is declared or changed.
struct TopologyCheck: Sendable {
    private let api: ManagementAPI
    private let virtualHost: String

    init(_ api: ManagementAPI, virtualHost: String) {
        self.api = api
        self.virtualHost = virtualHost
    }

    /// What is missing or other than declared, a sentence each; what else is there is left alone.
    func drift(from topology: Topology) async throws -> [String] {
        Self.drift(in: try await api.get("/api/definitions/\(virtualHost)"), from: topology)
    }

    /// The same of an export that was read already.
    static func drift(in export: WireObject, from topology: Topology) -> [String] {
        let (exchanges, queues) = (objects(export, "exchanges"), objects(export, "queues"))
        var drift: [String] = []
        for exchange in topology.exchanges {
            let found = exchanges[exchange.name]
            drift += differences(
                "exchange \(exchange.name)", found, arguments: exchange.arguments, kind: exchange.kind.rawValue)
        }
        for queue in topology.queues {
            drift += differences("queue \(queue.name)", queues[queue.name], arguments: queue.arguments, kind: nil)
        }
        let bindings = Set(
            members(export, "bindings").map { binding in
                [text(binding, "source"), text(binding, "destination"), text(binding, "routing_key")]
            })
        for binding in topology.bindings
        where !bindings.contains([binding.exchange, binding.queue, binding.routingKey]) {
            drift.append(
                "binding of \(binding.queue) to \(binding.exchange) by '\(binding.routingKey)' is missing")
        }
        return drift
    }

    private static func differences(
        _ what: String, _ found: JSONObject?, arguments: Headers, kind: String?
    ) -> [String] {
        guard let found else { return ["\(what) is missing"] }
        var differences: [String] = []
        if let kind, text(found, "type") != kind { differences.append("\(what) is not of the kind \(kind)") }
        if found["durable"] != .bool(true) { differences.append("\(what) is not durable") }
        var given: JSONObject?
        if case .object(let object) = found["arguments"] { given = object }
        for argument in arguments.entries where given?[argument.name] != json(argument.value) {
            differences.append("\(what) has another \(argument.name) than declared")
        }
        return differences
    }

    private static func json(_ value: HeaderValue) -> JSONValue? {
        switch value {
        case .string(let text): .string(text)
        case .integer(let number): .integer(number)
        case .bool(let truth): .bool(truth)
        case .null, .double, .bytes, .timestamp, .array, .table: nil
        }
    }

    private static func objects(_ export: WireObject, _ key: String) -> [String: JSONObject] {
        Dictionary(members(export, key).map { (text($0, "name"), $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func members(_ export: WireObject, _ key: String) -> [JSONObject] {
        guard case .array(let values)? = export.value(key) else { return [] }
        return values.compactMap { value in
            guard case .object(let object) = value else { return nil }
            return object
        }
    }

    private static func text(_ object: JSONObject, _ key: String) -> String {
        guard case .string(let text)? = object[key] else { return "" }
        return text
    }
}
