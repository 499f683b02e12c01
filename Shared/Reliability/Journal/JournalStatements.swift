public import Kernel
import Messaging
public import Postgres
import Wire

/// The statements on the journal, but for the relay's.
public enum JournalStatements {
    /// One row per event, in order; nil where there is no event.
    static func insert(
        _ events: [EventDraft], partitions: Int, identifier: () -> Identifier<MessageTag>
    ) -> Statement? {
        guard !events.isEmpty else { return nil }
        return Statement(
            """
            INSERT INTO journal (message_id, type, schema_version, aggregate_id, aggregate_version, partition, area,
                                 occurred_at, action, actor, reason, traceparent, correlation, causation, body)
            SELECT message_id, type, schema_version, aggregate_id, aggregate_version, partition, area, occurred_at,
                   action, actor, reason, traceparent, correlation, causation, body
            FROM unnest(\(events.map { _ in identifier() }), \(events.map(\.type)),
                        \(events.map { Int32($0.schemaVersion) }), \(events.map(\.aggregate)),
                        \(events.map(\.aggregateVersion)),
                        \(events.map { Int32(FNV1a.partition(of: $0.aggregate, count: partitions)) }),
                        \(events.map(\.area)), \(events.map(\.occurredAt)), \(events.map(\.action)),
                        \(events.map(\.actor)), \(events.map(\.reason)), \(events.map(\.traceparent)),
                        \(events.map(\.correlation)), \(events.map(\.causation)), \(events.map(\.body)))
                 WITH ORDINALITY
                 AS event (message_id, type, schema_version, aggregate_id, aggregate_version, partition, area,
                           occurred_at, action, actor, reason, traceparent, correlation, causation, body, number)
            ORDER BY number
            """, rows: .exactly(events.count))
    }

    /// Lets a transaction that has loaded an aggregate within its scope read all that happened to it.
    public static func open(_ aggregate: Identifier<some Any>) -> SQL {
        "SELECT set_config('minqing.loaded', \(aggregate.description), true)"
    }
}
