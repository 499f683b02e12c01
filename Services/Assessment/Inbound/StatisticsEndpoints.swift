import AssessmentApplication
import AssessmentDomain
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
                summary: "Ranks members by what they earned in an area: points, then hours, then identifier.",
                roles: .any(.unit, .manager, .auditor),
                query: [QueryParameter("area", .areaCode, "Where it was earned; the caller's own if it is not given.")]
                    + QueryParameter.period + QueryParameter.page,
                answers: [.init(.ok, "A page of rows, and a digest of the whole list.", Self.ranking)]
            ) { [statistics] input in
                let scope = ActingScope(input.principal)
                let start = try input.pageStart(RankingStart.init)
                let period = try start?.period ?? input.period()
                let ranking = try await statistics.ranking(
                    in: input.queryAreaCode("area") ?? scope.area, over: period, scope: scope)
                let page = Page.cut(ranking.ranked(after: start?.row), limit: input.limit) {
                    RankingStart(period: period, row: $0.row).key
                }
                return .json { writer in
                    writer.field("area", ranking.area)
                    writer.field("from", ranking.from.description)
                    writer.field("to", ranking.to.description)
                    writer.field("digest", ranking.digest)
                    writer.field("count", ranking.rows.count)
                    writer.array("items", page.rows) { writer, ranked in
                        writer.object { object in
                            object.field("rank", ranked.rank)
                            object.field("member_id", ranked.row.member)
                            object.field("points", ranked.row.points.hundredths)
                            object.field("quarter_hours", ranked.row.quarterHours)
                        }
                    }
                    writer.field("next_cursor", page.next.map { input.cursor(after: $0).description })
                }
            },
            .authenticated(
                .get, "/v1/satisfaction", operation: "readSatisfaction",
                summary: "Shows how satisfied requesters were, area by area, fair to small numbers.",
                roles: .any(.unit, .manager, .auditor),
                query: [
                    QueryParameter("area", .areaCode, "Within this area; the caller's own if it is not given."),
                    QueryParameter(
                        "level", .choice(Self.levels.map(\.name)), "Which areas; one level below if it is not given."),
                ] + QueryParameter.period, answers: [.init(.ok, "One line an area.", Self.satisfaction)]
            ) { [statistics] input in
                let scope = ActingScope(input.principal)
                let period = try input.period()
                let level = input.query("level").flatMap { name in Self.levels.first { $0.name == name }?.level }
                let area = input.queryAreaCode("area") ?? scope.area
                let lines = try await statistics.satisfaction(in: area, by: level, over: period, scope: scope)
                return .json { writer in
                    writer.field("area", area)
                    writer.field("from", period.from.description)
                    writer.field("to", period.to.description)
                    writer.array("items", lines.map { SatisfactionBody(line: $0) })
                }
            },
        ]
    }

    private static let levels: [(name: String, level: AreaCode.Level)] = [
        ("grid", .grid), ("community", .community), ("street", .street), ("district", .district), ("city", .city),
    ]

    private static let ranking = Schema.object(
        name: "Ranking",
        [
            .init("area", .areaCode, "Where it was earned."), .init("from", .date, "The first day that counts."),
            .init("to", .date, "The last day that counts."),
            .init("digest", .string(), "Sixteen hexadecimal digits: the same events give the same digest."),
            .init("count", .integer(0...Int64.max), "The rows of the whole list."),
            .init(
                "items",
                .array(
                    of: .object([
                        .init("rank", .integer(1...Int64.max), "The place."),
                        .init("member_id", .identifier, "The member."),
                        .init("points", .integer(), unit: "hundredths of a point", "The points earned."),
                        .init("quarter_hours", .integer(), unit: "quarter hours", "The time served."),
                    ])), "The rows of this page."),
            .init("next_cursor", .string(), required: false, "Where the next page begins; absent on the last one."),
        ])

    private static let satisfaction = Schema.object(
        name: "Satisfaction",
        [
            .init("area", .areaCode, "Within this area."), .init("from", .date, "The first day that counts."),
            .init("to", .date, "The last day that counts."),
            .init("items", .array(of: SatisfactionBody.schema), "The ranked first, the withheld last."),
        ])
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

/// A line of the satisfaction statistic as JSON.
struct SatisfactionBody: WireEncodable {
    let line: SatisfactionLine

    func encode(to writer: inout ObjectWriter) {
        writer.field("area", line.area)
        writer.field("published", line.figures != nil)
        writer.field("rank", line.rank)
        guard let figures = line.figures else { return }
        writer.field("effective", figures.effective)
        writer.field("satisfied", figures.satisfied)
        writer.field("share", figures.share.value)
        writer.field("lower_limit", figures.lowerLimit.value)
        writer.field("shrunken", figures.shrunken.value)
    }

    static let schema = Schema.object([
        .init("area", .areaCode, "The area."),
        .init("published", .boolean, "Whether at least five requesters answered; if not, no figures are shown."),
        .init("rank", .integer(1...Int64.max), required: false, "The place by lower limit; from ten answers on."),
        .init("effective", .integer(5...Int64.max), required: false, unit: "callbacks", "Those who answered."),
        .init("satisfied", .integer(0...Int64.max), required: false, unit: "callbacks", "Satisfied or basically so."),
        .init(
            "share", .integer(0...1_000_000), required: false, unit: "millionths", "Satisfied of those who answered."),
        .init(
            "lower_limit", .integer(0...1_000_000), required: false, unit: "millionths",
            "The lower end of Wilson's 95 % interval."),
        .init(
            "shrunken", .integer(0...1_000_000), required: false, unit: "millionths",
            "The share drawn towards the mean of all lines, as if 20 more had answered like them."),
    ])
}
