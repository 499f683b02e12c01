import AssessmentApplication
import AssessmentDomain
import City
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
                .get, "/v1/members/{id}/account", operation: "readAccount",
                summary: "查看积分账户。Shows the balance of a member's account.",
                roles: .any(.member, .manager, .auditor),
                pathParameters: [.identifier("id", "Identifier of the member.")],
                responses: [.init(.ok, "Account of the member.", AccountResponse.schema)]
            ) { [accounts] input in
                let id = try input.member(besides: .manager, .auditor)
                let balance = try await accounts.balance(of: id, scope: AccessScope(input.principal))
                return .json(.ok, AccountResponse(member: id, balance: balance))
            },
            .authenticated(
                .get, "/v1/members/{id}/postings", operation: "listPostings",
                summary: "记账明细。Lists the postings of a member, newest first.", roles: .any(.member, .manager, .auditor),
                pathParameters: [.identifier("id", "Identifier of the member.")], query: QueryParameter.page,
                responses: [.init(.ok, "One page of postings.", .page(of: PostingResponse.schema))]
            ) { [accounts] input in
                let id = try input.member(besides: .manager, .auditor)
                let before = try input.pageStart { $0.values.count == 1 ? Int64($0.values[0]) : nil }
                let postings = try await accounts.postings(
                    of: id, before: before, limit: input.fetchLimit, scope: AccessScope(input.principal))
                return input.page(
                    postings, key: { PageKey(["\($0.number)"]) }, showing: { PostingResponse(posting: $0) })
            },
            .authenticated(
                .get, "/v1/ledger/check", operation: "checkLedger",
                summary: "账本核对。Adds up the ledger; in a sound ledger every sum is zero.", roles: .only(.auditor),
                responses: [.init(.ok, "Result of the check.", LedgerCheckResponse.schema)]
            ) { [accounts] input in
                let check = try await accounts.check(scope: AccessScope(input.principal))
                return .json(.ok, LedgerCheckResponse(check: check))
            },
        ]
    }
}

/// What a member holds.
private struct AccountResponse: FieldEncodable {
    let member: MemberID
    let balance: Balance

    static let fields = WrittenFields<Self>(
        name: "Account",
        WrittenField("member_id", \.member, "Identifier of the member."),
        WrittenField(
            "points", \.balance.points.hundredths, within: 0...Int64.max, unit: "hundredths of a point",
            "Points that the member holds."),
        WrittenField(
            "quarter_hours", \.balance.quarterHours, within: 0...Int.max, unit: "quarter hours",
            "Service time of the member."),
        WrittenField("stars", \.balance.stars, within: 0...5, unit: "stars", "Stars of the member, by hours only."))
}

/// A posting of a member.
private struct PostingResponse: FieldEncodable {
    let posting: PostingView

    static let fields = WrittenFields<Self>(
        name: "Posting",
        WrittenField("id", \.posting.id, "Identifier of the posting."),
        WrittenField("kind", \.posting.kind, "Kind of the posting."),
        WrittenField("reverses", \.posting.reverses, "Identifier of the posting that a reversal takes back."),
        WrittenField("work_order_id", \.posting.workOrder, "Identifier of the work order."),
        WrittenField("request_id", \.posting.request, "Identifier of the request."),
        WrittenField("area", \.posting.area, "Code of the area whose unit was responsible."),
        WrittenField("day", \.posting.day, "Day of the service."),
        WrittenField(
            "quarter_hours", \.posting.credit.quarterHours, within: 0...32, unit: "quarter hours",
            "Service time that was given or taken back."),
        WrittenField(
            "points", \.posting.credit.points.hundredths, within: 0...Int64.max, unit: "hundredths of a point",
            "Points that were given or taken back."),
        WrittenField("posted_at", \.posting.postedAt, "Moment at which the posting was written."))
}

/// What the check of the ledger found.
private struct LedgerCheckResponse: FieldEncodable {
    let check: LedgerCheck

    static let fields = WrittenFields<Self>(
        name: "LedgerCheck",
        WrittenField("balanced", \.check.isBalanced, "Whether all sums are zero."),
        WrittenField("postings", \.check.postings, within: 0...Int.max, "Number of postings in the caller's area."),
        WrittenField("lines", \.check.lines, within: 0...Int.max, "Number of their lines."),
        WrittenField("points_sum", \.check.pointsSum, unit: "hundredths of a point", "Sum of all lines in points."),
        WrittenField("hours_sum", \.check.hoursSum, unit: "quarter hours", "Sum of all lines in time."),
        WrittenField(
            "unbalanced_postings", \.check.unbalancedPostings, within: 0...Int.max,
            "Number of postings that do not sum to zero by themselves."),
        WrittenField(
            "accounts_off", \.check.accountsOff, within: 0...Int.max,
            "Number of members whose balance is not the sum of their lines; only where the caller sees the whole city.")
    )
}
