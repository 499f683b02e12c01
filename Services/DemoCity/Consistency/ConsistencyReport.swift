import City
import Kernel
import Messaging
import Postgres
import SuiteControl
import Wire

/// What the schemas hold beside what the clients were answered, counted in SQL and not by counters of the code under
/// test.
struct ConsistencyReport: Sendable {
    var registered = 0
    var dispatched = 0
    var accepted = 0
    var verified = 0
    var closed = 0
    var rated = 0
    var pointsPosted = 0
    var eventsPublished = 0
    var eventsApplied = 0
    /// Acknowledged to a client or published, and not there.
    var lost = 0
    /// There more than once.
    var duplicated = 0
    /// Applied in another order than published.
    var outOfOrder = 0
    /// All lines of the ledger.
    ///
    /// Units: hundredths of a point.
    var ledgerSum = 0
    var waiting = 0
    var deadLetters = 0
    /// What was lost or duplicated, one line for each kind.
    var findings: [String] = []

    /// Events that a consumer has neither applied nor keeps as waiting or dead, over all consumers.
    static func unsettled(_ pool: PostgresPool) async throws -> Int {
        var count = try await SchemaCounts.unpublished(pool)
        for subscription in CityTopology.subscriptions { count += try await missing(subscription, pool) }
        for context in CityContext.names {
            count += try await pool.query("SELECT count(*)::int FROM \(unescaped: context).inbox_waiting").only(
                Int.self)
        }
        return count
    }

    /// Counts everything; the baseline leaves earlier runs on the same database out.
    static func make(
        _ pool: PostgresPool, record: DemoRecord, before: Baseline
    ) async throws -> ConsistencyReport {
        var sum = ConsistencyReport()
        let registrations = await record.entries
        let stored = Set(try await SchemaCounts.ids("SELECT id FROM intake.requests", pool))
        let mine = stored.subtracting(before.requests)
        sum.registered = mine.count
        sum.note(
            registrations.keys.filter { !stored.contains($0) }.count,
            "requests acknowledged to a client are not stored", lost: true)
        let pushed = await record.commandsConfirmed.compactMap { Identifier<MessageTag>($0) }
        let settled = try await pool.query(
            """
            SELECT (SELECT count(*) FROM intake.inbox WHERE message_id = ANY(\(pushed)))
                 + (SELECT count(*) FROM intake.dead_letters WHERE message_id = ANY(\(pushed.map(\.description))))
            """
        ).only(Int64.self)
        sum.note(pushed.count - Int(settled), "commands that the broker confirmed have no effect", lost: true)
        sum.note(
            mine.count - registrations.count - pushed.count, "requests are stored that nobody made", lost: false)
        sum.closed = try await SchemaCounts.count(
            "SELECT count(*) FROM intake.requests WHERE state = 'closed' AND id = ANY(\(Array(mine)))", pool)
        sum.rated = try await SchemaCounts.count(
            "SELECT count(*) FROM intake.journal WHERE type = 'intake.request.rated' AND aggregate_id = ANY(\(Array(mine)))",
            pool)
        try await sum.countOrders(pool, before: before)
        try await sum.compare(record.acknowledged, pool)
        try await sum.countEvents(pool)
        let events = try await SchemaCounts.events(pool)
        sum.eventsPublished = events.published - before.eventsPublished
        sum.eventsApplied = events.applied - before.eventsApplied
        return sum
    }

    private mutating func countOrders(_ pool: PostgresPool, before: Baseline) async throws {
        dispatched = try await SchemaCounts.count("SELECT count(*) FROM dispatch.work_orders", pool) - before.orders
        accepted = try await SchemaCounts.published("dispatch", "dispatch.workorder.accepted", pool) - before.accepted
        verified = try await SchemaCounts.published("dispatch", "dispatch.workorder.verified", pool) - before.verified
        pointsPosted = try await SchemaCounts.published("assessment", "assessment.posting.posted", pool) - before.posted
        note(
            try await SchemaCounts.count(
                """
                SELECT count(*) FROM (SELECT request_id, round FROM dispatch.work_orders
                                      GROUP BY request_id, round HAVING count(*) > 1) AS twice
                """, pool), "rounds have more than one work order", lost: false)
        note(
            try await SchemaCounts.count(
                """
                SELECT count(*) FROM intake.journal AS event WHERE type = 'intake.request.accepted'
                AND NOT EXISTS (SELECT FROM dispatch.work_orders WHERE request_id = event.aggregate_id)
                """, pool), "accepted requests have no work order", lost: true)
        note(
            try await SchemaCounts.count(
                """
                SELECT count(*) FROM dispatch.journal AS event WHERE type = 'dispatch.workorder.verified'
                AND NOT EXISTS (SELECT FROM assessment.service_files
                                WHERE work_order_id = event.aggregate_id AND served_at IS NOT NULL)
                """, pool), "verified work orders are unknown to the ledger", lost: true)
        note(
            try await SchemaCounts.count(
                """
                SELECT count(*) FROM (SELECT work_order_id FROM assessment.postings GROUP BY work_order_id
                    HAVING count(*) FILTER (WHERE kind = 'service') - count(*) FILTER (WHERE kind = 'reversal') > 1
                ) AS twice
                """, pool), "work orders are posted more than once", lost: false)
        ledgerSum = try await SchemaCounts.count(
            """
            SELECT coalesce(sum(abs(total)), 0)::bigint
            FROM (SELECT sum(amount) AS total FROM assessment.entries GROUP BY posting_id, unit) AS posting
            """, pool)
    }

    private mutating func countEvents(_ pool: PostgresPool) async throws {
        for context in CityContext.names {
            waiting += try await SchemaCounts.count("SELECT count(*) FROM \(unescaped: context).inbox_waiting", pool)
            deadLetters += try await SchemaCounts.count(
                "SELECT count(*) FROM \(unescaped: context).dead_letters WHERE replayed_at IS NULL", pool)
            note(
                try await SchemaCounts.count(
                    """
                    SELECT count(*) FROM (SELECT 1 FROM \(unescaped: context).inbox WHERE aggregate_id IS NOT NULL
                        GROUP BY aggregate_id, aggregate_version HAVING count(*) > 1) AS twice
                    """, pool), "events are applied more than once in \(context)", lost: false)
            outOfOrder += try await SchemaCounts.count(
                """
                SELECT count(*) FROM (
                    SELECT aggregate_version AS this,
                           lag(aggregate_version, 1, 0) OVER (PARTITION BY aggregate_id ORDER BY place) AS before
                    FROM \(unescaped: context).inbox WHERE aggregate_id IS NOT NULL
                ) AS step WHERE this <> before + 1
                """, pool)
        }
        for subscription in CityTopology.subscriptions {
            note(
                try await Self.missing(subscription, pool),
                "events of \(subscription.stream) did not reach \(subscription.service)", lost: true)
        }
    }

    /// Adds something lost or duplicated, with its line.
    mutating func note(_ count: Int, _ what: String, lost isLoss: Bool) {
        guard count > 0 else { return }
        if isLoss { lost += count } else { duplicated += count }
        findings.append("\(count) \(what)")
    }

    private static func missing(_ subscription: Subscription, _ pool: PostgresPool) async throws -> Int {
        let source = String(subscription.stream.prefix { $0 != "." })
        return Int(
            try await pool.query(
                """
                SELECT count(*) FROM \(unescaped: source).journal AS event WHERE type LIKE \(subscription.stream + ".%")
                AND NOT EXISTS (SELECT FROM \(unescaped: subscription.service).inbox AS entry
                                WHERE entry.message_id = event.message_id)
                """
            ).only(Int64.self))
    }
}
