import City
import Kernel
import Postgres

/// What a closed case leaves in the schema `assessment`: a file, a posting of four lines, a callback and a rating.
enum AssessmentPast {
    static let tables: [PastTable] = [files, credits, postings, entries, callbacks, ratings, versions]

    private static func posting(_ past: PastCase) -> PostingID {
        .derived(from: "posting:1", in: past.workOrder)
    }

    /// The day of the verification, counted from 1970 in Asia/Shanghai.
    private static func day(_ past: PastCase) -> Int32 {
        Int32(past.after(120).civil(offsetSeconds: CityTime.offsetSeconds).daysSinceEpoch)
    }

    /// Units: hundredths of a point.
    static func points(_ past: PastCase) -> Int64 { Int64(past.quarterHours) * 25 }

    private static let files = PastTable(
        """
        assessment.service_files (work_order_id, area, submitted_at, submitted_day, reopened, request_id, member_id,
            served_at, served_day, quarter_hours, difficulty, urgency, profession, quality)
        """
    ) { past, row, _ in
        row.append(past.workOrder)
        row.append(past.area)
        row.append(past.after(100))
        row.append(day(past))
        row.append(false)
        row.append(past.id)
        row.append(past.members[0])
        row.append(past.after(120))
        row.append(day(past))
        row.append(past.quarterHours)
        for factor: Int16 in [10, 10, 10, 10] { row.append(factor) }
    }

    private static let credits = PastTable(
        "assessment.credits (work_order_id, area, quarter_hours, points, postings)"
    ) { past, row, _ in
        row.append(past.workOrder)
        row.append(past.area)
        row.append(past.quarterHours)
        row.append(points(past))
        row.append(Int32(1))
    }

    private static let postings = PastTable(
        """
        assessment.postings (id, kind, work_order_id, sequence, request_id, member_id, area, day, quarter_hours, points,
            posted_at)
        """
    ) { past, row, _ in
        row.append(posting(past))
        row.append("service")
        row.append(past.workOrder)
        row.append(Int32(1))
        row.append(past.id)
        row.append(past.members[0])
        row.append(past.area)
        row.append(day(past))
        row.append(past.quarterHours)
        row.append(points(past))
        row.append(past.after(120))
    }

    /// For points and for hours one line of the member and one of the issuing district.
    private static let entries = PastTable(
        "assessment.entries (posting_id, account, unit, amount, member_id, area, day)", rows: .always(4)
    ) { past, row, line in
        let isMembers = line % 2 == 0
        let amount = line < 2 ? points(past) : Int64(past.quarterHours)
        row.append(posting(past))
        row.append(isMembers ? "member:\(past.members[0])" : "issued:\((past.area.district ?? past.area).text)")
        row.append(line < 2 ? "points" : "hours")
        row.append(isMembers ? amount : -amount)
        row.append(isMembers ? past.members[0] : nil)
        row.append(past.area)
        row.append(day(past))
    }

    private static let callbacks = PastTable(
        "assessment.callbacks (request_id, round, attempt, area, answer, at)"
    ) { past, row, _ in
        row.append(past.id)
        row.append(Int16(1))
        row.append(Int16(1))
        row.append(past.area)
        row.append("satisfied")
        row.append(past.after(150))
    }

    private static let ratings = PastTable(
        "assessment.ratings (request_id, work_order_id, area, stars, at)", rows: .rated(1, unrated: 0)
    ) { past, row, _ in
        row.append(past.id)
        row.append(past.workOrder)
        row.append(past.area)
        row.append(Int16(past.stars ?? 5))
        row.append(past.after(200))
    }

    /// Of the work order and of the request.
    private static let versions = PastTable(
        "assessment.inbox_versions (aggregate_id, version)", rows: .always(2)
    ) { past, row, which in
        row.append(which == 0 ? past.workOrder.retagged(as: ServiceRequestTag.self) : past.id)
        row.append(which == 0 ? PastCase.orderVersions : PastCase.requestVersions)
    }
}
