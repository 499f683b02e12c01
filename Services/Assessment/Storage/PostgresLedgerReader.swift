public import AssessmentApplication
public import AssessmentDomain
public import City
public import Kernel
import Postgres
public import Reliability

/// Accounts, rankings and rates from the ledger's tables.
public struct PostgresLedgerReader: LedgerReader {
    private let work: UnitOfWork

    public init(work: UnitOfWork) {
        self.work = work
    }

    public func balance(of member: MemberID, scope: AccessScope) async throws -> Balance? {
        try await query(LedgerReadStatements.balance(of: member), scope).first.map { row in
            let (hours, points) = try row.decode(Int.self, Int64.self)
            return Balance(quarterHours: hours, points: Points(hundredths: points))
        }
    }

    public func postings(
        of member: MemberID, before number: Int64?, limit: Int, scope: AccessScope
    ) async throws -> [PostingView] {
        try await query(LedgerReadStatements.postings(of: member, before: number, limit: limit), scope).map(
            Self.posting)
    }

    public func earnings(
        in area: AreaCode, from: CivilDate, to: CivilDate, scope: AccessScope
    ) async throws -> [RankingRow] {
        try await query(LedgerReadStatements.earnings(in: area, from: from, to: to), scope, planned: .byValues).map {
            row in
            let (member, points, hours) = try row.decode(MemberID.self, Int64.self, Int64.self)
            return RankingRow(member: member, points: Points(hundredths: points), quarterHours: Int(hours))
        }
    }

    public func satisfaction(
        in area: AreaCode, by level: AreaCode.Level, from: Timestamp, to: Timestamp, scope: AccessScope
    ) async throws -> [SatisfactionCount] {
        try await query(
            LedgerReadStatements.satisfaction(in: area, by: level, from: from, to: to), scope, planned: .byValues
        ).map { row in
            let (code, satisfied, effective) = try row.decode(String.self, Int64.self, Int64.self)
            return SatisfactionCount(
                area: try StoredRowFault.require(AreaCode(code), column: "callbacks.area"), satisfied: Int(satisfied),
                effective: Int(effective))
        }
    }

    public func check(scope: AccessScope) async throws -> LedgerCheck {
        try await work.read(scope.settings, planned: .byValues) { transaction in
            let sums = try await transaction.query(LedgerReadStatements.sums)
            let (postings, lines, points, hours, unbalanced) = try StoredRowFault.require(
                sums.first, column: "entries.amount"
            ).decode(
                Int64.self, Int64.self, Int64.self, Int64.self, Int64.self)
            var accountsOff: Int?
            if scope.area.level == .city {
                accountsOff = try await transaction.query(LedgerReadStatements.accountsOff).only(Int.self)
            }
            return LedgerCheck(
                postings: Int(postings), lines: Int(lines), pointsSum: points, hoursSum: hours,
                unbalancedPostings: Int(unbalanced), accountsOff: accountsOff)
        }
    }

    private func query(
        _ sql: SQL, _ scope: AccessScope, planned reading: ServiceSession.Reading = .byKeys
    ) async throws -> Rows {
        try await work.read(scope.settings, planned: reading) { transaction in try await transaction.query(sql) }
    }

    private static func posting(_ row: Row) throws -> PostingView {
        PostingView(
            id: try row.decode(PostingID.self, at: 1),
            kind: try StoredRowFault.require(
                Posting.Kind(rawValue: row.decode(String.self, at: 2)), column: "postings.kind"),
            workOrder: try row.decode(WorkOrderID.self, at: 3), request: try row.decode(ServiceRequestID.self, at: 4),
            area: try StoredRowFault.require(AreaCode(row.decode(String.self, at: 5)), column: "postings.area"),
            day: CivilDate(daysSinceEpoch: try row.decode(Int.self, at: 6)),
            credit: Credit(
                quarterHours: try row.decode(Int.self, at: 7),
                points: Points(hundredths: try row.decode(Int64.self, at: 8))),
            reverses: try row.decode(PostingID?.self, at: 10), postedAt: try row.decode(Timestamp.self, at: 9),
            number: try row.decode(Int64.self, at: 0))
    }
}
