import Kernel
import Messaging
import Postgres
import Wire

/// The statement that adds a decision's events to the outbox.
enum OutboxStatements {
    /// One row an event, in order; nil where there is no event.
    static func insert(
        _ events: [EventDraft], partitions: Int, identifier: () -> Identifier<MessageTag>
    ) -> Statement? {
        guard !events.isEmpty else { return nil }
        return Statement(
            """
            INSERT INTO outbox (message_id, type, schema_version, aggregate_id, aggregate_version, partition, area,
                                occurred_at, traceparent, correlation, causation, body)
            SELECT message_id, type, schema_version, aggregate_id, aggregate_version, partition, area, occurred_at,
                   traceparent, correlation, causation, body
            FROM unnest(\(events.map { _ in identifier() }), \(events.map(\.type)),
                        \(events.map { Int32($0.schemaVersion) }), \(events.map(\.aggregate)),
                        \(events.map(\.aggregateVersion)),
                        \(events.map { Int32(FNV1a.partition(of: $0.aggregate, count: partitions)) }),
                        \(events.map(\.area)), \(events.map(\.occurredAt)), \(events.map(\.traceparent)),
                        \(events.map(\.correlation)), \(events.map(\.causation)), \(events.map(\.body)))
                 WITH ORDINALITY
                 AS event (message_id, type, schema_version, aggregate_id, aggregate_version, partition, area,
                           occurred_at, traceparent, correlation, causation, body, number)
            ORDER BY number
            """, rows: .exactly(events.count))
    }
}
