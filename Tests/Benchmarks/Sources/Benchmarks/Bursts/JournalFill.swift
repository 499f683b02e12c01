import IntakeContract
import Kernel
import Messaging
import Postgres
import Wire

/// Puts events of new requests into Intake's journal by COPY, as many registrations would have left them there.
struct JournalFill: Sendable {
    let suite: Suite.Measured
    let city: CityFixture
    let partitions: Int

    /// Events of a transaction.
    private static let batch = 50_000

    func fill(_ count: Int) async throws {
        try await PostgresPool.withPool(configuration: suite.database, size: 1, logger: suite.logger) { pool in
            try await pool.withConnection { connection in
                try await connection.script("SET synchronous_commit = off; SET search_path = intake")
                for first in stride(from: 0, to: count, by: Self.batch) {
                    let now = WallClock.now
                    try await connection.copyIn(
                        """
                        intake.journal (message_id, type, schema_version, aggregate_id, aggregate_version, partition, area,
                            occurred_at, body)
                        """, rows: first..<min(first + Self.batch, count)
                    ) { number, row in write(number, now, into: &row) }
                }
            }
        }
    }

    private func write(_ number: Int, _ now: Timestamp, into row: inout CopyRow) {
        let aggregate: Identifier<AggregateTag> = .v7(at: now, random: (Self.random(), Self.random()))
        let area = city.grids[number % city.grids.count]
        let event = RequestRegistered(
            channel: .phone, category: city.categories[number % city.categories.count], urgency: .general, area: area,
            located: true)
        row.append(Identifier<MessageTag>.v7(at: now, random: (Self.random(), Self.random())))
        row.append(RequestRegistered.type)
        row.append(Int32(RequestRegistered.version))
        row.append(aggregate)
        row.append(Int64(1))
        row.append(Int32(FNV1a.partition(of: aggregate, count: partitions)))
        row.append(area)
        row.append(now)
        row.append(event.encoded())
    }

    private static func random() -> UInt64 { UInt64.random(in: 0...UInt64.max) }
}
