import AssessmentApplication
import AssessmentDomain
import City
import Kernel
import Postgres

/// What a batch of events needs from the tables, and how it is loaded and locked.
///
/// Order of the locks, in every transaction that writes: work orders' files by identifier, then members by identifier.
/// Credits are guarded by their member's row, since moving the daily cap writes those of work orders that are not in the
/// batch. Why rows are made before they are read: two queues bring events of one work order, and the one that finds
/// nothing must still make the other wait.
struct LedgerPage {
    private let files: [WorkOrderID]
    private let verifications: [Verification]
    private let reopened: [WorkOrderID]
    private let submitted: [(WorkOrderID, Timestamp)]
    private let memberAreas: [MemberID: AreaCode]
    private let city: AreaCode

    init(_ events: [IncomingEvent?], city: AreaCode) {
        var files: Set<WorkOrderID> = []
        var verifications: [Verification] = []
        var reopened: [WorkOrderID] = []
        var submitted: [(WorkOrderID, Timestamp)] = []
        var memberAreas: [MemberID: AreaCode] = [:]
        for case let event? in events {
            switch event {
            case .service(let service):
                files.insert(service.workOrder)
                switch service {
                case .verified(let verification): verifications.append(verification)
                case .reopened(let order): reopened.append(order)
                case .submitted(let order, let moment): submitted.append((order, moment))
                }
            case .memberArea(let member, let area): memberAreas[member] = area
            case .calledBack, .rated: break
            }
        }
        self.files = files.sorted()
        self.verifications = verifications
        self.reopened = reopened
        self.submitted = submitted
        self.memberAreas = memberAreas
        self.city = city
    }

    /// In the order in which they have to run; their results go to `book(_:tariff:)`.
    var load: [SQL] {
        isEmpty ? [] : [makeFiles, lockFiles, makeMembers, lockMembers, days]
    }

    /// Whether the batch touches neither ledger nor members, as most events of requests do not.
    private var isEmpty: Bool { files.isEmpty && memberAreas.isEmpty }

    /// Index: service_files' primary key.
    private var makeFiles: SQL {
        """
        INSERT INTO service_files (work_order_id, area) SELECT id, \(city.text) FROM unnest(\(files)) AS id
        ON CONFLICT (work_order_id) DO NOTHING
        """
    }

    /// Index: service_files' primary key.
    private var lockFiles: SQL {
        """
        SELECT \(unescaped: FileRow.columns) FROM service_files AS file WHERE work_order_id = ANY(\(files))
        ORDER BY work_order_id FOR UPDATE
        """
    }

    /// Index: members' primary key.
    private var makeMembers: SQL {
        var areas = Dictionary(verifications.map { ($0.member, $0.area) }) { first, _ in first }
        areas.merge(memberAreas) { $1 }
        let ids = areas.keys.sorted()
        return """
            INSERT INTO members (id, area) SELECT * FROM unnest(\(ids), \(ids.map { areas[$0]?.text })) AS new (id, area)
            ON CONFLICT (id) DO NOTHING
            """
    }

    /// Index: members' and service_files' primary keys.
    private var lockMembers: SQL {
        let named = Set(verifications.map(\.member)).union(memberAreas.keys).sorted()
        return """
            SELECT id, quarter_hours, points FROM members
            WHERE id = ANY(ARRAY(
                SELECT unnest(\(named))
                UNION ALL SELECT member_id FROM service_files WHERE work_order_id = ANY(\(reopened))))
            ORDER BY id FOR UPDATE
            """
    }

    /// All service of the days that the batch can touch.
    ///
    /// The members are locked by now, so nobody else moves these days. Index: service_files_by_day, service_files' and
    /// credits' primary keys.
    private var days: SQL {
        let verified = verifications.map(\.workOrder)
        return """
            WITH verified AS (
                SELECT * FROM unnest(\(verified), \(verifications.map(\.member)), \(verifications.map(\.at.dayNumber)))
                    AS verified (work_order_id, member_id, day)
            ), touched (member_id, day) AS (
                SELECT member_id, day FROM verified
                UNION SELECT verified.member_id, file.submitted_day
                    FROM verified JOIN service_files AS file USING (work_order_id)
                UNION SELECT verified.member_id, sent.day FROM verified
                    JOIN unnest(\(submitted.map(\.0)), \(submitted.map(\.1.dayNumber)))
                        AS sent (work_order_id, day) USING (work_order_id)
                UNION SELECT member_id, served_day FROM service_files WHERE work_order_id = ANY(\(reopened))
            )
            SELECT \(unescaped: FileRow.columns), credit.quarter_hours, credit.points, credit.postings
            FROM touched
            JOIN service_files AS file ON file.member_id = touched.member_id AND file.served_day = touched.day
            LEFT JOIN credits AS credit ON credit.work_order_id = file.work_order_id
            """
    }

    /// The page as it stands in the tables.
    func book(_ rows: [Rows], tariff: PointsTariff) throws -> LedgerBook {
        guard !isEmpty else { return LedgerBook(tariff: tariff) }
        let files = try rows[1].map(FileRow.file)
        var items: [LedgerBook.DayKey: [ServiceDay.Item]] = [:]
        for row in rows[4] {
            let file = try FileRow.file(row)
            let record = try StoredRowFault.require(file.record, column: "service_files.member_id")
            items[LedgerBook.DayKey(member: record.member, day: record.day), default: []].append(
                ServiceDay.Item(
                    record: record, stands: !file.isReopened, credit: try FileRow.credit(row),
                    postings: try row.decode(Int?.self, at: FileRow.count + 2) ?? 0))
        }
        let balances = try rows[3].map { row in
            let (id, hours, points) = try row.decode(MemberID.self, Int.self, Int64.self)
            return (id, Balance(quarterHours: hours, points: Points(hundredths: points)))
        }
        return LedgerBook(
            files: Dictionary(files.map { ($0.workOrder, $0) }) { first, _ in first },
            days: items.mapValues { ServiceDay(items: $0, tariff: tariff) },
            balances: Dictionary(balances) { first, _ in first }, tariff: tariff)
    }
}
