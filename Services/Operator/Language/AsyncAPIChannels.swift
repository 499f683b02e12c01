import City
import Messaging
import Wire

// Where messages travel: the exchange of events, the exchange of commands, and the stream that keeps a copy of every event.

extension AsyncAPIDocument {
    /// The messages of an exchange or a queue, by reference.
    private static func refer(to names: [String], _ channel: inout ObjectWriter) {
        channel.object("messages") { messages in
            for name in names { messages.object(name) { $0.field("$ref", "#/components/messages/\(name)") } }
        }
    }

    static func writeChannels(to channels: inout ObjectWriter) {
        writeCommands(to: &channels)
        writeAudit(to: &channels)
        for context in MessageCatalogue.contexts {
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
                refer(to: context.messages.map(name(of:)), &channel)
                bind(to: CityTopology.events, "topic", &channel)
            }
        }
    }

    private static func writeCommands(to channels: inout ObjectWriter) {
        channels.object(CityTopology.commands) { channel in
            channel.field("address", CityTopology.intakeCommands)
            channel.field(
                "description",
                "Direct exchange \(CityTopology.commands): commands of call centres. Publish as mandatory, with confirms; "
                    + "the same message_id is carried out once.")
            refer(to: [commandName], &channel)
            bind(to: CityTopology.commands, "direct", &channel)
        }
    }

    private static func writeAudit(to channels: inout ObjectWriter) {
        channels.object(CityTopology.auditStream) { channel in
            channel.field("address", CityTopology.auditStream)
            channel.field(
                "description",
                "Stream with a copy of every event of every context, for replay and analysis: consume it with "
                    + "x-stream-offset, a prefetch and acknowledgements.")
            refer(to: MessageCatalogue.contexts.flatMap(\.messages).map(name(of:)), &channel)
            channel.object("bindings") { bindings in
                bindings.object("amqp") { amqp in
                    amqp.field("is", "queue")
                    amqp.object("queue") { queue in
                        queue.field("name", CityTopology.auditStream)
                        queue.field("durable", true)
                        queue.field("exclusive", false)
                        queue.field("autoDelete", false)
                    }
                    amqp.field("bindingVersion", "0.3.0")
                }
            }
        }
    }

    private static func bind(to name: String, _ kind: String, _ channel: inout ObjectWriter) {
        channel.object("bindings") { bindings in
            bindings.object("amqp") { amqp in
                amqp.field("is", "routingKey")
                amqp.object("exchange") { exchange in
                    exchange.field("name", name)
                    exchange.field("type", kind)
                    exchange.field("durable", true)
                    exchange.field("autoDelete", false)
                }
                amqp.field("bindingVersion", "0.3.0")
            }
        }
    }

    static func writeOperations(to operations: inout ObjectWriter) {
        for context in MessageCatalogue.contexts {
            operations.object("\(context.source)Publishes") { operation in
                operation.field("action", "send")
                operation.object("channel") { $0.field("$ref", "#/channels/\(context.source)") }
                operation.field("summary", "Events that \(context.source) publishes.")
            }
        }
        operations.object("intakeTakesCommands") { operation in
            operation.field("action", "receive")
            operation.object("channel") { $0.field("$ref", "#/channels/\(CityTopology.commands)") }
            operation.field("summary", "Commands that call centres may send to intake.")
        }
        operations.object("auditHolds") { operation in
            operation.field("action", "send")
            operation.object("channel") { $0.field("$ref", "#/channels/\(CityTopology.auditStream)") }
            operation.field("summary", "Copies of all published events, in the order in which they arrived.")
        }
    }
}
