import Messaging
import Wire

/// The AsyncAPI 3.0 description of everything that is published, made from the declarations themselves.
enum AsyncAPIDocument {
    /// The document as JSON.
    static func make() -> [UInt8] {
        var writer = JSONWriter(reserving: 65_536)
        writer.object { document in
            document.field("asyncapi", "3.0.0")
            document.object("info") { info in
                info.field("title", "minqing events")
                info.field("version", "1.0.0")
                info.field(
                    "description",
                    "What the contexts tell. At-least-once on the wire; in order per aggregate by "
                        + "cloudEvents:aggregateversion. CloudEvents 1.0 attributes in binary mode, in a mapping of our "
                        + "own to AMQP 0-9-1 (CloudEvents' AMQP binding is for AMQP 1.0): message_id is id, type is "
                        + "type, the other attributes are headers with the prefix cloudEvents:. No personal data.")
                info.object("license") { $0.field("name", "Apache-2.0") }
            }
            document.field("defaultContentType", "application/json")
            document.object("channels", writeChannels)
            document.object("operations", writeOperations)
            document.object("components") { components in
                components.object("messages", writeMessages)
                components.object("schemas") { $0.object("headers", writeHeaders) }
            }
        }
        return writer.bytes
    }

    private static func writeChannels(to channels: inout ObjectWriter) {
        for context in PublishedLanguage.contexts {
            channels.object(context.source) { channel in
                channel.field("address", "\(context.source).{aggregate}.{event}.{district}.{partition}")
                channel.field(
                    "description",
                    "Topic exchange \(CityTopology.events). The stream \(CityTopology.auditStream) holds the same "
                        + "messages for replay.")
                channel.object("parameters") { parameters in
                    for (name, text) in [
                        ("aggregate", "Kind of the aggregate, e.g. request."), ("event", "What happened."),
                        ("district", "District code of 6 digits, or the city's of 4."),
                        ("partition", "p00, p01, …: FNV-1a-64 of the aggregate's id modulo the partitions."),
                    ] { parameters.object(name) { $0.field("description", text) } }
                }
                channel.object("messages") { messages in
                    for message in context.messages {
                        messages.object(name(of: message)) {
                            $0.field("$ref", "#/components/messages/\(name(of: message))")
                        }
                    }
                }
                channel.object("bindings") { bindings in
                    bindings.object("amqp") { amqp in
                        amqp.field("is", "routingKey")
                        amqp.object("exchange") { exchange in
                            exchange.field("name", CityTopology.events)
                            exchange.field("type", "topic")
                            exchange.field("durable", true)
                            exchange.field("autoDelete", false)
                        }
                        amqp.field("bindingVersion", "0.3.0")
                    }
                }
            }
        }
    }

    private static func writeOperations(to operations: inout ObjectWriter) {
        for context in PublishedLanguage.contexts {
            operations.object("\(context.source)Tells") { operation in
                operation.field("action", "send")
                operation.object("channel") { $0.field("$ref", "#/channels/\(context.source)") }
                operation.field("summary", "What \(context.source) tells.")
            }
        }
    }

    private static func writeMessages(to messages: inout ObjectWriter) {
        for message in PublishedLanguage.contexts.flatMap(\.messages) {
            messages.object(name(of: message)) { object in
                object.field("name", message.type)
                object.field("title", "\(message.type).v\(message.version)")
                object.field("summary", message.summary)
                object.field("contentType", "application/json")
                object.object("headers") { $0.field("$ref", "#/components/schemas/headers") }
                object.object("payload") { MessageSchema.write(message.fields, to: &$0) }
                object.field("x-schema-version", message.version)
            }
        }
    }

    private static func writeHeaders(to object: inout ObjectWriter) {
        MessageSchema.write(
            [
                header("cloudEvents:specversion", .string, "Always 1.0."),
                header("cloudEvents:source", .string, "The context that tells."),
                header("cloudEvents:time", .timestamp, "When it happened."),
                header("cloudEvents:subject", .identifier, "The aggregate."),
                header("cloudEvents:schemaversion", .integer, "The major version of the message's schema."),
                header("cloudEvents:aggregateversion", .integer, "The event's place in the aggregate's life, from 1."),
                header("cloudEvents:area", .areaCode, "Where it belongs, no finer than a grid."),
                header("cloudEvents:partition", .integer, "The partition."),
                FieldDescription(
                    name: "traceparent", type: .string, unit: nil, required: false, summary: "W3C Trace Context."),
                FieldDescription(
                    name: "causation", type: .identifier, unit: nil, required: false,
                    summary: "The message that led to this one."),
            ], to: &object)
    }

    private static func header(_ name: String, _ type: FieldType, _ summary: String) -> FieldDescription {
        FieldDescription(name: name, type: type, unit: nil, required: true, summary: summary)
    }

    private static func name(of message: any Message.Type) -> String {
        "\(message.type).v\(message.version)".map { $0 == "." ? "_" : String($0) }.joined()
    }
}
