import AssessmentApplication
import AssessmentDomain
import HTTPTypes
import Hummingbird
import Kernel
import ServiceRuntime
import Wire

extension AssessmentAPI {
    /// The routes that show what members hold, and whether the books balance.
    var accountEndpoints: [Endpoint] {
        [
            .authenticated(
                .get, "/v1/members/{id}/account", operation: "readAccount", summary: "Shows what a member holds.",
                roles: .any(.member, .manager, .auditor), places: [.identifier("id", "The member.")],
                answers: [.init(.ok, "The account.", Self.account)]
            ) { [accounts] input in
                let id = try input.member(besides: .manager, .auditor)
                let balance = try await accounts.balance(of: id, scope: ActingScope(input.principal))
                return .json { writer in
                    writer.field("member_id", id)
                    writer.field("points", balance.points.hundredths)
                    writer.field("quarter_hours", balance.quarterHours)
                    writer.field("stars", balance.stars)
                }
            },
            .authenticated(
                .get, "/v1/members/{id}/postings", operation: "listPostings",
                summary: "Lists a member's postings, the latest first.", roles: .any(.member, .manager, .auditor),
                places: [.identifier("id", "The member.")], query: QueryParameter.page,
                answers: [.init(.ok, "A page.", .page(of: PostingBody.schema))]
            ) { [accounts] input in
                let id = try input.member(besides: .manager, .auditor)
                let before = try input.pageStart { $0.values.count == 1 ? Int64($0.values[0]) : nil }
                let postings = try await accounts.postings(
                    of: id, before: before, limit: input.fetchLimit, scope: ActingScope(input.principal))
                return input.page(
                    postings, key: { PageKey(["\($0.number)"]) }, showing: { PostingBody(posting: $0) })
            },
            .authenticated(
                .get, "/v1/ledger/check", operation: "checkLedger",
                summary: "Adds the ledger up; every sum is zero in sound books.", roles: .only(.auditor),
                answers: [.init(.ok, "What was found.", Self.check)]
            ) { [accounts] input in
                let check = try await accounts.check(scope: ActingScope(input.principal))
                return .json { writer in
                    writer.field("balanced", check.isBalanced)
                    writer.field("postings", check.postings)
                    writer.field("lines", check.lines)
                    writer.field("points_sum", check.pointsSum)
                    writer.field("hours_sum", check.hoursSum)
                    writer.field("unbalanced_postings", check.unbalancedPostings)
                    writer.field("accounts_off", check.accountsOff)
                }
            },
        ]
    }

    private static let account = Schema.object(
        name: "Account",
        [
            .init("member_id", .identifier, "The member."),
            .init("points", .integer(0...Int64.max), unit: "hundredths of a point", "The points held."),
            .init("quarter_hours", .integer(0...Int64.max), unit: "quarter hours", "The service time."),
            .init("stars", .integer(0...5), unit: "stars", "The stars, by hours only."),
        ])

    private static let check = Schema.object(
        name: "LedgerCheck",
        [
            .init("balanced", .boolean, "Whether everything adds up."),
            .init("postings", .integer(0...Int64.max), "The postings in the caller's area."),
            .init("lines", .integer(0...Int64.max), "Their lines."),
            .init("points_sum", .integer(), unit: "hundredths of a point", "The sum of all lines in points."),
            .init("hours_sum", .integer(), unit: "quarter hours", "The sum of all lines in time."),
            .init("unbalanced_postings", .integer(0...Int64.max), "Postings that do not sum to zero by themselves."),
            .init(
                "accounts_off", .integer(0...Int64.max), required: false,
                "Members whose balance is not the sum of their lines; only where the caller sees the whole city."),
        ])
}

/// A posting as JSON.
struct PostingBody: WireEncodable {
    let posting: PostingView

    func encode(to writer: inout ObjectWriter) {
        writer.field("id", posting.id)
        writer.field("kind", posting.kind.rawValue)
        writer.field("reverses", posting.reverses)
        writer.field("work_order_id", posting.workOrder)
        writer.field("request_id", posting.request)
        writer.field("area", posting.area)
        writer.field("day", posting.day.description)
        writer.field("quarter_hours", posting.credit.quarterHours)
        writer.field("points", posting.credit.points.hundredths)
        writer.field("posted_at", posting.postedAt)
    }

    static let schema = Schema.object(
        name: "Posting",
        [
            .init("id", .identifier, "The posting."),
            .init("kind", .choice(Posting.Kind.allCases.map(\.rawValue)), "Why it was written."),
            .init("reverses", .identifier, required: false, "The posting that a reversal takes back."),
            .init("work_order_id", .identifier, "The work order."), .init("request_id", .identifier, "The request."),
            .init("area", .areaCode, "The area whose unit was responsible."),
            .init("day", .date, "The day of the service."),
            .init("quarter_hours", .integer(0...32), unit: "quarter hours", "The time given or taken back."),
            .init("points", .integer(0...Int64.max), unit: "hundredths of a point", "The points given or taken back."),
            .init("posted_at", .timestamp, "When it was written."),
        ])
}
