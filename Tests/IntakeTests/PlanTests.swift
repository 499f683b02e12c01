import City
import IntakeApplication
import IntakeDomain
import Kernel
import Postgres
import TestSupport
import Testing

@testable import IntakeStorage

@Suite("Plans of Intake's queries")
struct IntakePlanTests {
    static let request = ServiceRequestID(high: 0x019a_0000_0000_7000, low: 1 << 63 | 1)
    static let member = MemberID(high: 0x019a_0000_0000_7000, low: 1 << 63 | 2)
    static let digest = [UInt8](repeating: 7, count: 16)

    static func list(_ change: (inout RequestFilter) -> Void = { _ in }) -> SQL {
        var filter = RequestFilter(limit: 50)
        change(&filter)
        return RequestReadStatements.list(filter, scope: AccessScope(area: IntakeHarness.city))
    }

    static let queries: [PlannedQuery] = [
        PlannedQuery("a request is locked", "requests_pkey", query: RequestStatements.lock(request)),
        PlannedQuery("requests are locked", "requests_pkey", query: RequestStatements.lock([request])),
        PlannedQuery(
            "a followed request is locked", "requests_by_tracking", "requesters_pkey",
            query: RequestStatements.lock(tracking: [digest], lastFour: [[1, 2, 3, 4]])),
        PlannedQuery(
            "a request is followed", "requests_by_tracking", "requesters_pkey",
            query: RequestReadStatements.tracked(by: [digest], lastFour: [[1, 2, 3, 4]])),
        PlannedQuery(
            "the latest requests of a phone", "requesters_by_phone", "requests_pkey", sorts: true,
            query: RequestReadStatements.latest(ofPhone: [digest], limit: 20)),
        PlannedQuery(
            "the steps of a request", "journal_default_aggregate_id_aggregate_version_idx", sorts: true,
            query: RequestReadStatements.steps(of: request)),
        PlannedQuery(
            "a request is read", "requests_pkey", "requesters_pkey", "texts_pkey",
            query: RequestReadStatements.detail(of: request)),
        PlannedQuery("the latest requests", "requests_pkey", isList: true, query: list()),
        PlannedQuery("the next page", "requests_pkey", isList: true, query: list { $0.before = request }),
        PlannedQuery(
            "a district's requests", "requests_by_district", isList: true,
            query: list { $0.area = IntakeHarness.code("330402") }),
        PlannedQuery("requests that wait", "requests_open", isList: true, query: list { $0.state = .registered }),
        PlannedQuery("refused requests", "requests_ended", isList: true, query: list { $0.state = .refused }),
        PlannedQuery(
            "callbacks that are due", "requests_callbacks", walks: true,
            query: RequestReadStatements.callbacksDue(CallbackPage(after: nil, limit: 50))),
        PlannedQuery(
            "the next callbacks", "requests_callbacks",
            query: RequestReadStatements.callbacksDue(CallbackPage(after: (.zero, request), limit: 50))),
        PlannedQuery(
            "a contact for a member", "grants_pkey", "requests_pkey", "requesters_pkey",
            query: ContactStatements.granted(request, to: member)),
        PlannedQuery(
            "a contact for staff", "requests_pkey", "requesters_pkey", query: ContactStatements.contact(request)),
        PlannedQuery(
            "what was answered before", "idempotency_keys_pkey",
            query: RegistrationStatements.responses(
                [IdempotencyClaim(owner: "a", key: "b", bodyHashes: [digest])], doubleSubmit: .seconds(2))),
        PlannedQuery(
            "answers too old to be kept", "idempotency_keys_by_age",
            query: RegistrationStatements.prune(olderThan: .seconds(172_800), limit: 100)),
    ]

    @Test("a query finds its rows by the indexes named beside it")
    func plans() async throws {
        try await IntakeHarness.with { intake in
            let faults = try await intake.pool.planFaults(of: Self.queries)
            #expect(faults == [])
        }
    }
}
