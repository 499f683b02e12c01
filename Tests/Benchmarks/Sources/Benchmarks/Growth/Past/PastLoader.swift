import Kernel
import Logging
import Postgres

/// Fills the three schemas with closed cases by COPY, each schema over a connection of its own.
///
/// The indexes stay in place: an index that was built at the end is packed, and the first inserts after it would pay for
/// splitting its pages. For the time of loading the server does not wait for the disk.
struct PastLoader: Sendable {
    let database: PostgresConfiguration
    let logger: Logger
    let city: CityFixture
    let seed: UInt64

    /// Cases that are copied together.
    private static let batch = 20_000
    /// Over how many days they are spread, and how long before today the latest is.
    private static let days: Int64 = 365
    private static let quietDays: Int64 = 3

    private static let schemas = [IntakePast.tables, DispatchPast.tables, AssessmentPast.tables]

    /// With their schemas.
    static let tables = schemas.flatMap { $0.map { String($0.target.prefix { $0 != " " }) } }

    struct Outcome: Sendable {
        let rows: Int
        let seconds: Double
    }

    /// Adds the cases `range` in the order of their registration, brings the members' balances up and analyses.
    func load(_ range: Range<Int>) async throws -> Outcome {
        guard !range.isEmpty else { return Outcome(rows: 0, seconds: 0) }
        try await settings([("fsync", "off"), ("full_page_writes", "off"), ("max_wal_size", "'8GB'")])
        let now = WallClock.now
        let (rows, seconds) = try await WallClock.time {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for tables in Self.schemas { group.addTask { try await copy(range, into: tables, now: now) } }
                return try await group.reduce(0, +)
            }
        }
        try await settings([])
        return Outcome(rows: rows, seconds: seconds)
    }

    private func copy(_ range: Range<Int>, into tables: [PastTable], now: Timestamp) async throws -> Int {
        let step = Self.days * 86_400_000_000 / Int64(range.count)
        let start = now.microseconds - (Self.days + Self.quietDays) * 86_400_000_000
        return try await PostgresPool.withPool(configuration: database, size: 1, logger: logger) { pool in
            try await pool.withConnection { connection in
                try await connection.script("SET synchronous_commit = off")
                try await connection.script(Self.months)
                var rows = 0
                for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.batch) {
                    let cases = (first..<min(first + Self.batch, range.upperBound)).map { index in
                        PastCase(
                            index, at: Timestamp(microseconds: start + Int64(index - range.lowerBound) * step),
                            seed: seed, city: city)
                    }
                    for table in tables { rows += try await table.copy(cases, over: connection) }
                }
                return rows
            }
        }
    }

    /// The ledger's balances, what the planner needs to know, and the settings: those given, or the usual ones.
    private func settings(_ values: [(name: String, value: String)]) async throws {
        try await PostgresPool.withPool(configuration: database, size: 1, logger: logger) { pool in
            try await pool.withConnection { connection in
                if values.isEmpty {
                    // Millions of rows take longer than any statement of a service may.
                    try await connection.script("SET statement_timeout = 0")
                    try await connection.script(Self.balances)
                    try await connection.script("VACUUM (ANALYZE)")
                    try await connection.script("ALTER SYSTEM RESET ALL")
                } else {
                    for setting in values {
                        try await connection.script("ALTER SYSTEM SET \(setting.name) = \(setting.value)")
                    }
                }
                try await connection.script("SELECT pg_reload_conf()")
                if values.isEmpty { try await connection.script("CHECKPOINT") }
            }
        }
    }

    /// Partitions of the journals for the year that the cases are spread over.
    private static let months = """
        DO $$
        DECLARE schema text; month date; name text;
        BEGIN
            FOREACH schema IN ARRAY ARRAY['intake', 'dispatch'] LOOP
                FOR month IN SELECT generate_series(
                    date_trunc('month', current_date) - interval '13 months',
                    date_trunc('month', current_date) - interval '1 month', interval '1 month')::date
                LOOP
                    name := format('journal_%s_slim', to_char(month, 'YYYYMM'));
                    CONTINUE WHEN to_regclass(schema || '.' || name) IS NOT NULL;
                    EXECUTE format('CREATE TABLE %I.%I PARTITION OF %I.journal FOR VALUES FROM (%L) TO (%L)',
                                   schema, name, schema, month, month + interval '1 month');
                    EXECUTE format('CREATE UNIQUE INDEX ON %I.%I (aggregate_id, aggregate_version)', schema, name);
                END LOOP;
            END LOOP;
        END $$
        """

    private static let balances = """
        UPDATE assessment.members SET points = held.points, quarter_hours = held.hours
        FROM (SELECT member_id, sum(amount) FILTER (WHERE unit = 'points') AS points,
                     sum(amount) FILTER (WHERE unit = 'hours') AS hours
              FROM assessment.entries WHERE member_id IS NOT NULL GROUP BY member_id) AS held
        WHERE held.member_id = members.id
        """
}
