import IntakeContract
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
                    "Events that the contexts publish. At-least-once on the wire; in order per aggregate by "
                        + "cloudEvents:aggregateversion. CloudEvents 1.0 attributes in binary mode, in a mapping of our "
                        + "own to AMQP 0-9-1 (CloudEvents' AMQP binding is for AMQP 1.0): message_id is id, type is "
                        + "type, the other attributes are headers with the prefix cloudEvents:. Events carry no "
                        + "personal data; the command does.")
                info.object("license") { $0.field("name", "Apache-2.0") }
            }
            document.field("defaultContentType", "application/json")
            document.object("channels", writeChannels)
            document.object("operations", writeOperations)
            document.object("components") { components in
                components.object("messages", writeMessages)
                components.object("schemas") { schemas in
                    schemas.object("headers") { write(EnvelopeHeaders.all + [correlation], to: &$0) }
                    schemas.object("commandHeaders") { write(EnvelopeHeaders.ofCommands, to: &$0) }
                }
            }
        }
        return writer.bytes
    }

    private static func writeMessages(to messages: inout ObjectWriter) {
        for message in MessageCatalogue.contexts.flatMap(\.messages) {
            messages.object(name(of: message)) { object in
                describe(message.type, version: message.version, message.summary, &object)
                object.object("headers") { $0.field("$ref", "#/components/schemas/headers") }
                object.object("correlationId") { object in
                    object.field("description", correlation.summary)
                    object.field("location", "$message.header#/\(correlation.name)")
                }
                object.object("payload") { printer.write(message.schema, to: &$0) }
            }
        }
        messages.object(commandName) { object in
            describe(RegisterCommand.type, version: RegisterCommand.version, RegisterCommand.summary, &object)
            object.object("headers") { $0.field("$ref", "#/components/schemas/commandHeaders") }
            object.object("payload") { write(RegisterCommand.properties, to: &$0) }
        }
    }

    private static let printer = SchemaPrinter()

    private static func write(_ properties: [Schema.Property], to object: inout ObjectWriter) {
        printer.write(.object(properties, unknown: .ignored), to: &object)
    }

    private static func describe(_ type: String, version: Int, _ summary: String, _ object: inout ObjectWriter) {
        object.field("name", type)
        object.field("title", "\(type).v\(version)")
        object.field("summary", summary)
        object.field("contentType", "application/json")
        object.field("x-schema-version", version)
    }

    /// The property of AMQP that names what an event belongs to; AsyncAPI counts it among the headers.
    private static let correlation = Schema.Property(
        "correlation_id", .identifier, required: false,
        "Identifier in the AMQP property of this name of what the event belongs to, usually the service request.")

    static let commandName = name(RegisterCommand.type, RegisterCommand.version)

    static func name(of message: any Message.Type) -> String { name(message.type, message.version) }

    private static func name(_ type: String, _ version: Int) -> String {
        "\(type).v\(version)".map { $0 == "." ? "_" : String($0) }.joined()
    }
}
