import AssessmentApplication
import AssessmentDomain
import City
import HTTPTypes
import Hummingbird
import Kernel
import ServiceRuntime
import Wire

extension AssessmentAPI {
    /// The routes that compare.
    var statisticsEndpoints: [Endpoint] {
        [
            .authenticated(
                .get, "/v1/rankings", operation: "readRanking",
                summary:
                    "积分排名。Ranks members by the points that they earned in an area, then by hours, then by identifier.",
                roles: .any(.unit, .manager, .auditor),
                query: [
                    QueryParameter(
                        "area", .areaCode, "Area in which the points were earned; the caller's own if absent.")
                ]
                    + QueryParameter.period + QueryParameter.page,
                responses: [.init(.ok, "A page of rows, and a digest of the whole list.", RankingResponse.schema)]
            ) { [statistics] input in
                let scope = AccessScope(input.principal)
                let start = try input.pageStart(RankingStart.init)
                let period = try start?.period ?? input.period()
                let ranking = try await statistics.ranking(
                    in: input.queryAreaCode("area") ?? scope.area, over: period, scope: scope)
                let page = Page.cut(ranking.ranked(after: start?.row), limit: input.limit) {
                    RankingStart(period: period, row: $0.row).key
                }
                return .json(
                    .ok,
                    RankingResponse(
                        ranking: ranking, page: page.rows,
                        nextCursor: page.next.map { input.cursor(after: $0).description }))
            },
            .authenticated(
                .get, "/v1/satisfaction", operation: "readSatisfaction",
                summary: "群众满意率。Shows the satisfaction of requesters by area, corrected for small samples.",
                roles: .any(.unit, .manager, .auditor),
                query: [
                    QueryParameter("area", .areaCode, "Area whose parts are compared; the caller's own if absent."),
                    QueryParameter(
                        "level", .choice(Self.levels.map(\.name)),
                        "Level of the areas that are compared; one level below if absent."),
                ] + QueryParameter.period,
                responses: [.init(.ok, "One line for each area.", SatisfactionResponse.schema)]
            ) { [statistics] input in
                let scope = AccessScope(input.principal)
                let period = try input.period()
                let level = input.query("level").flatMap { name in Self.levels.first { $0.name == name }?.level }
                let area = input.queryAreaCode("area") ?? scope.area
                let lines = try await statistics.satisfaction(in: area, by: level, over: period, scope: scope)
                return .json(.ok, SatisfactionResponse(area: area, period: period, lines: lines))
            },
        ]
    }

    private static let levels: [(name: String, level: AreaCode.Level)] = [
        ("grid", .grid), ("community", .community), ("street", .street), ("district", .district), ("city", .city),
    ]
}

/// A page of a ranking.
private struct RankingResponse: FieldEncodable {
    let ranking: Ranking
    let page: [(rank: Int, row: RankingRow)]
    let nextCursor: String?

    static let fields = WrittenFields<Self>(
        name: "Ranking",
        WrittenField("area", \.ranking.area, "Code of the area where the points were earned."),
        WrittenField("from", \.ranking.from, "First day that counts."),
        WrittenField("to", \.ranking.to, "Last day that counts."),
        WrittenField(
            "digest", \.ranking.digest, within: .characters(16),
            "Digest of the whole list, 16 hexadecimal digits; the same events give the same digest."),
        WrittenField("count", \.ranking.rows.count, within: 0...Int.max, "Number of rows in the whole list."),
        WrittenField(
            "items", { $0.page.map { Line(rank: $0.rank, row: $0.row) } }, within: .elements(.max),
            "Rows of this page."),
        WrittenField("next_cursor", \.nextCursor, "Beginning of the next page; absent on the last one."))

    struct Line: FieldEncodable {
        let rank: Int
        let row: RankingRow

        static let fields = WrittenFields<Self>(
            WrittenField("rank", \.rank, within: 1...Int.max, "Rank of the member, from 1."),
            WrittenField("member_id", \.row.member, "Identifier of the member."),
            WrittenField("points", \.row.points.hundredths, unit: "hundredths of a point", "Points that were earned."),
            WrittenField("quarter_hours", \.row.quarterHours, unit: "quarter hours", "Service time."))
    }
}

/// How satisfied requesters were, area by area.
private struct SatisfactionResponse: FieldEncodable {
    let area: AreaCode
    let period: Period
    let lines: [SatisfactionLine]

    static let fields = WrittenFields<Self>(
        name: "Satisfaction",
        WrittenField("area", \.area, "Code of the area that was asked for."),
        WrittenField("from", \.period.from, "First day that counts."),
        WrittenField("to", \.period.to, "Last day that counts."),
        WrittenField(
            "items", { $0.lines.map { Line(line: $0) } }, within: .elements(.max),
            "Lines of the areas, the ranked ones first and the withheld ones last."))

    struct Line: FieldEncodable {
        let line: SatisfactionLine

        static let fields = WrittenFields<Self>(
            WrittenField("area", \.line.area, "Code of the area."),
            WrittenField(
                "published", { $0.line.figures != nil },
                "Whether at least five requesters answered; otherwise no figures are published."),
            WrittenField(
                "rank", \.line.rank, within: 1...Int.max, "Rank by the lower limit; from ten answers on."),
            WrittenField(
                "effective", \.line.figures?.effective, within: 5...Int.max, unit: "callbacks",
                "Number of requesters who answered."),
            WrittenField(
                "satisfied", \.line.figures?.satisfied, within: 0...Int.max, unit: "callbacks",
                "Number of requesters who were satisfied or basically satisfied."),
            WrittenField(
                "share", \.line.figures?.share.value, within: 0...1_000_000, unit: "millionths",
                "Share of the satisfied among those who answered."),
            WrittenField(
                "lower_limit", \.line.figures?.lowerLimit.value, within: 0...1_000_000, unit: "millionths",
                "Lower end of Wilson's 95 % interval of the share."),
            WrittenField(
                "shrunken", \.line.figures?.shrunken.value, within: 0...1_000_000, unit: "millionths",
                "Share drawn towards the mean of all lines, as if 20 more had answered like them."))
    }
}

/// Where a page of a ranking begins: behind a row, in the period of the first page.
///
/// Why: a default end is today, and a day may begin between two pages.
struct RankingStart {
    let period: Period
    let row: RankingRow

    init(period: Period, row: RankingRow) {
        self.period = period
        self.row = row
    }

    init?(_ key: PageKey) {
        let values = key.values
        guard values.count == 5, let from = CivilDate(iso: values[0]), let to = CivilDate(iso: values[1]),
            let period = try? Period(from: from, to: to), let points = Int64(values[2]),
            let quarterHours = Int(values[3]), let member = MemberID(values[4])
        else { return nil }
        self.period = period
        row = RankingRow(member: member, points: Points(hundredths: points), quarterHours: quarterHours)
    }

    var key: PageKey {
        PageKey([
            period.from.description, period.to.description, "\(row.points.hundredths)", "\(row.quarterHours)",
            row.member.description,
        ])
    }
}
