import Kernel
import Messaging
import Postgres
import Wire

extension PastTable {
    /// The rows of a context's journal as they stay once their month is over: without the messages' bodies.
    ///
    /// Their sequences are below every relay's floor, since all of it was published long ago.
    static func journal(
        of context: String, events: [PastCase.PastEvent], rows: RowCount,
        aggregate: @escaping @Sendable (PastCase) -> Identifier<AggregateTag>
    ) -> PastTable {
        PastTable(
            """
            \(context).journal (seq, created_at, message_id, type, schema_version, aggregate_id, aggregate_version,
                partition, area, occurred_at, action, actor, correlation)
            """, rows: rows
        ) { past, row, step in
            let event = events[step]
            let id = aggregate(past)
            row.append(-(Int64(past.index) * Int64(events.count) + Int64(step) + 1))
            row.append(past.after(event.minutes))
            row.append(Identifier<MessageTag>.derived(from: "\(step)", in: id))
            row.append(event.type)
            row.append(Int32(1))
            row.append(id)
            row.append(Int64(step + 1))
            row.append(Int32(0))
            row.append(past.area)
            row.append(past.after(event.minutes))
            row.append(event.action)
            row.append(past.members[0])
            row.append(past.id)
        }
    }
}
