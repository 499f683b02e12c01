import City
import Messaging
import Wire

/// The topology as a RabbitMQ definitions file, without users and passwords.
///
/// Source: RabbitMQ, Schema Definition Export and Import.
enum BrokerDefinitions {
    static func make(virtualHost: String, partitions: Int) -> [UInt8] {
        let topology = CityTopology.topology(partitions: partitions)
        var writer = JSONWriter(reserving: 65_536)
        writer.object { document in
            document.array("vhosts", [virtualHost]) { writer, name in writer.object { $0.field("name", name) } }
            document.array("exchanges", topology.exchanges) { writer, exchange in
                writer.object { object in
                    object.field("name", exchange.name)
                    object.field("vhost", virtualHost)
                    object.field("type", exchange.kind.rawValue)
                    object.field("durable", true)
                    object.field("auto_delete", false)
                    object.field("internal", false)
                    object.object("arguments") { write(exchange.arguments, to: &$0) }
                }
            }
            document.array("queues", topology.queues) { writer, queue in
                writer.object { object in
                    object.field("name", queue.name)
                    object.field("vhost", virtualHost)
                    object.field("durable", true)
                    object.field("auto_delete", false)
                    object.object("arguments") { write(queue.arguments, to: &$0) }
                }
            }
            document.array("bindings", topology.bindings) { writer, binding in
                writer.object { object in
                    object.field("source", binding.exchange)
                    object.field("vhost", virtualHost)
                    object.field("destination", binding.queue)
                    object.field("destination_type", "queue")
                    object.field("routing_key", binding.routingKey)
                    object.object("arguments") { _ in }
                }
            }
        }
        return writer.bytes
    }

    private static func write(_ headers: Headers, to object: inout ObjectWriter) {
        for entry in headers.entries {
            switch entry.value {
            case .string(let text): object.field(entry.name, text)
            case .integer(let number): object.field(entry.name, number)
            case .bool(let truth): object.field(entry.name, truth)
            case .null, .double, .bytes, .timestamp, .array, .table: break
            }
        }
    }
}
