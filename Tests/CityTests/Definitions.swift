import FoundationEssentials
import Messaging
import Wire

/// `deploy/rabbitmq/definitions.json` as the broker reads it.
struct Definitions {
    let document: WireObject

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "deploy/rabbitmq/definitions.json")
        document = try WireObject(parsing: Array(try Data(contentsOf: file)))
    }

    var virtualHosts: [String] {
        get throws { try document.array("vhosts", max: 10) { (host) throws(WireError) in try host.string("name") } }
    }

    var exchanges: [Declared] {
        get throws {
            try document.array("exchanges", max: 1_000) { (exchange) throws(WireError) in
                Declared(
                    name: try exchange.string("name"), kind: try exchange.string("type"),
                    arguments: try Self.arguments(exchange),
                    isPlain: try Self.isPlain(exchange))
            }
        }
    }

    var queues: [Declared] {
        get throws {
            try document.array("queues", max: 10_000) { (queue) throws(WireError) in
                Declared(
                    name: try queue.string("name"), kind: "queue", arguments: try Self.arguments(queue),
                    isPlain: try Self.isPlain(queue))
            }
        }
    }

    var bindings: [BindingDeclaration] {
        get throws {
            try document.array("bindings", max: 10_000) { (binding) throws(WireError) in
                guard try binding.string("destination_type") == "queue", try binding.string("vhost") == "minqing",
                    try Self.arguments(binding).isEmpty
                else { throw binding.error(.unknownValue, at: "destination_type") }
                return BindingDeclaration(
                    exchange: try binding.string("source"), queue: try binding.string("destination"),
                    routingKey: try binding.string("routing_key"))
            }
        }
    }

    private static func isPlain(_ object: WireObject) throws(WireError) -> Bool {
        let isDurable = try object.bool("durable")
        let isFleeting = try object.bool("auto_delete")
        let isInternal = try object.optionalBool("internal") ?? false
        let virtualHost = try object.string("vhost")
        return isDurable && !isFleeting && !isInternal && virtualHost == "minqing"
    }

    private static func arguments(_ object: WireObject) throws(WireError) -> [String: HeaderValue] {
        var arguments: [String: HeaderValue] = [:]
        guard case .object(let members)? = object.value("arguments") else {
            throw object.error(.missing, at: "arguments")
        }
        for (name, value) in members.pairs {
            arguments[name] =
                switch value {
                case .string(let text): .string(text)
                case .integer(let number): .integer(number)
                case .bool(let truth): .bool(truth)
                default: throw object.error(.wrongType, at: "arguments")
                }
        }
        return arguments
    }
}

/// An exchange or a queue, its arguments in no order.
struct Declared: Hashable {
    let name: String
    let kind: String
    let arguments: [String: HeaderValue]
    /// Durable, lasting, and in the one virtual host.
    let isPlain: Bool

    init(name: String, kind: String, arguments: [String: HeaderValue], isPlain: Bool) {
        self.name = name
        self.kind = kind
        self.arguments = arguments
        self.isPlain = isPlain
    }

    init(name: String, kind: String, arguments: Headers) {
        self.init(
            name: name, kind: kind,
            arguments: Dictionary(uniqueKeysWithValues: arguments.entries.map { ($0.name, $0.value) }), isPlain: true)
    }
}
