import AssessmentDomain
import City
import Kernel
import Postgres

/// How a work order's file lies in a row of `service_files`.
enum FileRow {
    /// The number of columns that ``columns`` names.
    static let count = 12

    static let columns = """
        file.work_order_id, file.submitted_at, file.reopened, file.request_id, file.member_id, file.area, \
        file.served_at, file.quarter_hours, file.difficulty, file.urgency, file.profession, file.quality
        """

    static func file(_ row: Row) throws -> ServiceFile {
        ServiceFile(
            workOrder: try row.decode(WorkOrderID.self, at: 0),
            submittedAt: try row.decode(Timestamp?.self, at: 1), isReopened: try row.decode(Bool.self, at: 2),
            record: try record(row))
    }

    private static func record(_ row: Row) throws -> ServiceRecord? {
        guard let member = try row.decode(MemberID?.self, at: 4) else { return nil }
        let factors = ServiceFactors(
            difficulty: try row.decode(Int.self, at: 8), urgency: try row.decode(Int.self, at: 9),
            profession: try row.decode(Int.self, at: 10), quality: try row.decode(Int.self, at: 11))
        return ServiceRecord(
            workOrder: try row.decode(WorkOrderID.self, at: 0),
            request: try row.decode(ServiceRequestID.self, at: 3), member: member,
            area: try StoredRowFault.require(AreaCode(row.decode(String.self, at: 5)), column: "service_files.area"),
            servedAt: try row.decode(Timestamp.self, at: 6), quarterHours: try row.decode(Int.self, at: 7),
            factors: try StoredRowFault.require(factors, column: "service_files.difficulty"))
    }

    /// What stands of it in the ledger, from the columns after the file's own.
    static func credit(_ row: Row) throws -> Credit? {
        guard let quarterHours = try row.decode(Int?.self, at: count),
            let points = try row.decode(Int64?.self, at: count + 1)
        else { return nil }
        return Credit(quarterHours: quarterHours, points: Points(hundredths: points))
    }
}
