public import Wire

/// The headers that carry an envelope: written and read by the mapping, and described in the AsyncAPI document.
///
/// Source: CloudEvents 1.0, sections 3.1 and 3.2; W3C Trace Context, section 3.2.
public enum EnvelopeHeaders {
    static let specVersion = field("cloudEvents:specversion", .string, "Always 1.0.")
    static let source = field("cloudEvents:source", .string, "The context that tells.")
    /// When it happened.
    public static let time = field("cloudEvents:time", .timestamp, "When it happened.")
    static let subject = field("cloudEvents:subject", .identifier, "The aggregate.")
    /// The major version of the message's schema.
    public static let schemaVersion = field(
        "cloudEvents:schemaversion", .integer, unit: "versions", "The major version of the message's schema.")
    static let aggregateVersion = field(
        "cloudEvents:aggregateversion", .integer, unit: "events", "The event's place in the aggregate's life, from 1.")
    static let area = field("cloudEvents:area", .areaCode, "Where it belongs, no finer than a grid.")
    static let partition = field("cloudEvents:partition", .integer, unit: "partitions", "The partition, from 0.")
    static let traceparent = field("traceparent", .string, required: false, "W3C Trace Context.")
    static let causation = field("causation", .identifier, required: false, "The message that led to this one.")

    /// All of them, in the order in which they are written.
    public static let all: [FieldDescription] = [
        specVersion, source, time, subject, schemaVersion, aggregateVersion, area, partition, traceparent, causation,
    ]

    /// What a command from outside has to carry: all else of an envelope is the telling context's.
    public static let ofCommands: [FieldDescription] = [
        FieldDescription(
            name: schemaVersion.name, type: schemaVersion.type, unit: schemaVersion.unit, required: false,
            summary: "The major version of the command's schema; 1 where it is absent."), traceparent,
    ]

    private static func field(
        _ name: String, _ type: FieldType, unit: String? = nil, required: Bool = true, _ summary: String
    ) -> FieldDescription {
        FieldDescription(name: name, type: type, unit: unit, required: required, summary: summary)
    }
}
