import AssessmentApplication
import AssessmentDomain
import City
import Kernel
import Postgres
import Reliability

/// Everything that a batch writes.
enum LedgerWrites {
    /// The statements of an update, in the order in which they have to run.
    static func statements(_ update: LedgerUpdate, files: Set<WorkOrderID>, at now: Timestamp) -> [Statement] {
        var statements: [Statement] = []
        let touched = files.sorted().compactMap { update.book.files[$0] }
        if !touched.isEmpty {
            statements.append(updateFiles(touched))
        }
        if !update.memberAreas.isEmpty { statements.append(areas(update.memberAreas)) }
        if !update.written.isEmpty {
            let postings = update.written.map(\.posting)
            let lines = postings.flatMap { posting in posting.lines.map { (posting, $0) } }
            statements += [
                insert(postings, at: now), insert(lines), balances(update), credits(postings, in: update.book),
            ]
        }
        if !update.callbacks.isEmpty { statements.append(insert(update.callbacks)) }
        if !update.ratings.isEmpty { statements.append(insert(update.ratings)) }
        return statements
    }

    /// Index: service_files' primary key.
    private static func updateFiles(_ files: [ServiceFile]) -> Statement {
        let records = files.map(\.record)
        return Statement(
            """
            UPDATE service_files AS file SET area = coalesce(new.area, file.area), submitted_at = new.submitted_at,
                submitted_day = new.submitted_day, reopened = new.reopened, request_id = new.request_id,
                member_id = new.member_id, served_at = new.served_at, served_day = new.served_day,
                quarter_hours = new.quarter_hours, difficulty = new.difficulty, urgency = new.urgency,
                profession = new.profession, quality = new.quality
            FROM unnest(\(files.map(\.workOrder)), \(records.map { $0?.area.text }), \(files.map(\.submittedAt)),
                \(files.map { $0.submittedAt?.dayNumber }), \(files.map(\.isReopened)), \(records.map { $0?.request }),
                \(records.map { $0?.member }), \(records.map { $0?.servedAt }), \(records.map { $0?.servedAt.dayNumber }),
                \(records.map { $0.map { Int32($0.quarterHours) } }), \(tenths(records, \.difficulty)),
                \(tenths(records, \.urgency)), \(tenths(records, \.profession)), \(tenths(records, \.quality)))
            AS new (work_order_id, area, submitted_at, submitted_day, reopened, request_id, member_id, served_at,
                served_day, quarter_hours, difficulty, urgency, profession, quality)
            WHERE file.work_order_id = new.work_order_id
            """, rows: .exactly(files.count))
    }

    private static func tenths(_ records: [ServiceRecord?], _ factor: KeyPath<ServiceFactors, Int>) -> [Int16?] {
        records.map { $0.map { Int16($0.factors[keyPath: factor]) } }
    }

    /// Index: members' primary key.
    private static func areas(_ areas: [MemberID: AreaCode]) -> Statement {
        let ids = areas.keys.sorted()
        return Statement(
            """
            UPDATE members SET area = new.area, area_told = true
            FROM unnest(\(ids), \(ids.map { areas[$0]?.text })) AS new (id, area) WHERE members.id = new.id
            """, rows: .exactly(ids.count))
    }

    /// The numbers follow the order of writing.
    private static func insert(_ postings: [Posting], at now: Timestamp) -> Statement {
        Statement(
            """
            INSERT INTO postings (id, kind, work_order_id, sequence, request_id, member_id, area, day, quarter_hours, points,
                reverses, posted_at)
            SELECT new.id, new.kind, new.work_order_id, new.sequence, new.request_id, new.member_id, new.area, new.day,
                new.quarter_hours, new.points, new.reverses, \(now)
            FROM unnest(\(postings.map(\.id)), \(postings.map(\.kind.rawValue)), \(postings.map(\.record.workOrder)),
                \(postings.map { Int32($0.sequence) }), \(postings.map(\.record.request)), \(postings.map(\.record.member)),
                \(postings.map(\.record.area.text)), \(postings.map(\.record.servedAt.dayNumber)),
                \(postings.map { Int32($0.credit.quarterHours) }), \(postings.map(\.credit.points.hundredths)),
                \(postings.map(\.reverses)))
            WITH ORDINALITY AS new (id, kind, work_order_id, sequence, request_id, member_id, area, day, quarter_hours,
                points, reverses, place)
            ORDER BY new.place
            """, rows: .exactly(postings.count))
    }

    private static func insert(_ lines: [(posting: Posting, line: LedgerLine)]) -> Statement {
        let members = lines.map { _, line -> MemberID? in
            if case .member(let id) = line.account { id } else { nil }
        }
        return Statement(
            """
            INSERT INTO entries (posting_id, account, unit, amount, member_id, area, day)
            SELECT * FROM unnest(\(lines.map(\.posting.id)), \(lines.map(\.line.account.description)),
                \(lines.map(\.line.unit.rawValue)), \(lines.map(\.line.amount)), \(members),
                \(lines.map(\.posting.record.area.text)), \(lines.map(\.posting.record.servedAt.dayNumber)))
            """, rows: .exactly(lines.count))
    }

    /// Index: members' primary key.
    private static func balances(_ update: LedgerUpdate) -> Statement {
        let ids = Set(update.written.map(\.posting.record.member)).sorted()
        let balances = ids.map { update.book.balances[$0] ?? .zero }
        return Statement(
            """
            UPDATE members SET quarter_hours = new.quarter_hours, points = new.points
            FROM unnest(\(ids), \(balances.map { Int64($0.quarterHours) }), \(balances.map(\.points.hundredths)))
                AS new (id, quarter_hours, points)
            WHERE members.id = new.id
            """, rows: .exactly(ids.count))
    }

    /// Index: credits' primary key.
    private static func credits(_ postings: [Posting], in book: LedgerBook) -> Statement {
        let records = Dictionary(postings.map { ($0.record.workOrder, $0.record) }) { first, _ in first }
        let items = records.values.sorted { $0.workOrder < $1.workOrder }.compactMap { record in
            book.days[LedgerBook.DayKey(member: record.member, day: record.day)]?.items
                .first { $0.record.workOrder == record.workOrder }
        }
        return Statement(
            """
            INSERT INTO credits (work_order_id, area, quarter_hours, points, postings)
            SELECT * FROM unnest(\(items.map(\.record.workOrder)), \(items.map(\.record.area.text)),
                \(items.map { $0.credit.map { Int32($0.quarterHours) } }), \(items.map { $0.credit?.points.hundredths }),
                \(items.map { Int32($0.postings) }))
            ON CONFLICT (work_order_id) DO UPDATE
            SET quarter_hours = excluded.quarter_hours, points = excluded.points, postings = excluded.postings
            """, rows: .exactly(items.count))
    }

    /// Index: callbacks' primary key.
    private static func insert(_ notes: [CallbackNote]) -> Statement {
        Statement(
            """
            INSERT INTO callbacks (request_id, round, attempt, area, answer, at)
            SELECT * FROM unnest(\(notes.map(\.request)), \(notes.map { Int16(clamping: $0.round) }),
                \(notes.map { Int16(clamping: $0.attempt) }), \(notes.map(\.area.text)), \(notes.map(\.answer.rawValue)),
                \(notes.map(\.at)))
            ON CONFLICT (request_id, round, attempt) DO NOTHING
            """, rows: .atMost(notes.count))
    }

    /// A later rating of the same work order replaces the earlier one; of several in one batch the last one counts.
    ///
    /// Index: ratings' primary key.
    private static func insert(_ notes: [RatingNote]) -> Statement {
        let last = Dictionary(notes.map { ($0.workOrder, $0) }) { $1 }.values.sorted { $0.workOrder < $1.workOrder }
        return Statement(
            """
            INSERT INTO ratings (request_id, work_order_id, area, stars, at)
            SELECT * FROM unnest(\(last.map(\.request)), \(last.map(\.workOrder)), \(last.map(\.area.text)),
                \(last.map { Int16(clamping: $0.stars) }), \(last.map(\.at)))
            ON CONFLICT (work_order_id) DO UPDATE SET stars = excluded.stars, at = excluded.at
            """, rows: .exactly(last.count))
    }
}
