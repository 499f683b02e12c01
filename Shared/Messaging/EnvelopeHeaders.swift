public import Wire

/// The headers that carry an envelope: written and read by the mapping, and described in the AsyncAPI document.
///
/// Source: CloudEvents 1.0, sections 3.1 and 3.2; W3C Trace Context, section 3.2.
public enum EnvelopeHeaders {
    static let specVersion = field("cloudEvents:specversion", .string(), "Version of CloudEvents: always 1.0.")
    static let source = field("cloudEvents:source", .string(), "Context that publishes the event.")
    /// When it happened.
    public static let time = field("cloudEvents:time", .timestamp, "Moment at which it happened.")
    static let subject = field("cloudEvents:subject", .identifier, "Identifier of the aggregate.")
    /// The major version of the message's schema.
    public static let schemaVersion = field(
        "cloudEvents:schemaversion", .integer(1...Int64.max), unit: "versions", "Major version of the message's schema."
    )
    static let aggregateVersion = field(
        "cloudEvents:aggregateversion", .integer(1...Int64.max), unit: "events",
        "Number of the event in the life of the aggregate, from 1.")
    static let area = field(
        "cloudEvents:area", .areaCode, "Code of the area that the event belongs to, of 15 digits at the smallest.")
    static let partition = field(
        "cloudEvents:partition", .integer(0...Int64.max), unit: "partitions", "Number of the partition, from 0.")
    static let traceparent = field("traceparent", .string(), required: false, "Trace in the form of W3C Trace Context.")
    static let causation = field(
        "causation", .identifier, required: false, "Identifier of the message that led to this one.")

    /// All of them, in the order in which they are written.
    public static let all: [Schema.Property] = [
        specVersion, source, time, subject, schemaVersion, aggregateVersion, area, partition, traceparent, causation,
    ]

    /// What a command from outside has to carry: all else of an envelope is the publishing context's.
    public static let ofCommands: [Schema.Property] = [
        field(
            schemaVersion.name, schemaVersion.schema, unit: schemaVersion.unit, required: false,
            "Major version of the command's schema; 1 where it is absent."), traceparent,
    ]

    private static func field(
        _ name: String, _ schema: Schema, unit: String? = nil, required: Bool = true, _ summary: String
    ) -> Schema.Property {
        Schema.Property(name, schema, required: required, unit: unit, summary)
    }
}
