import City
import Kernel
import Postgres
import Reliability
import SuiteControl
import TestSupport
import Testing

@testable import DemoCity

@Suite("Acknowledged writes against what is stored")
struct AcknowledgedWritesCheckTests {
    private static let (order, offer, member, request) = (
        WorkOrderID(high: 1, low: 1), OfferID(high: 2, low: 2), MemberID(high: 3, low: 3),
        ServiceRequestID(high: 4, low: 4)
    )

    /// All kinds of writes, acknowledged to clients.
    private var writes: AcknowledgedWrites {
        let round = AcknowledgedWrites.Round(request: Self.request, round: 1)
        return AcknowledgedWrites(
            accepted: [Self.offer], submitted: [Self.order], verified: [Self.order], unreachable: [round: 1],
            reached: [round], rated: [Self.request: 5])
    }

    @Test("what is stored once is neither lost nor duplicated")
    func even() async throws {
        let consistency = try await check([Self.complete])
        #expect(consistency.findings == [])
        #expect((consistency.lost, consistency.duplicated) == (0, 0))
    }

    @Test("what is not stored is lost, with one line for each kind")
    func lost() async throws {
        let consistency = try await check([])
        #expect(consistency.lost == 6)
        #expect(consistency.duplicated == 0)
        #expect(consistency.findings.count == 6)
    }

    @Test("what is stored twice is duplicated, with one line for each kind")
    func twice() async throws {
        let consistency = try await check([Self.complete, Self.decisions(version: 20)])
        #expect(consistency.lost == 0)
        #expect(consistency.duplicated == 5)
        #expect(consistency.findings.count == 5)
    }

    private func check(_ scripts: [String]) async throws -> ConsistencyReport {
        let dispatch = try #require(DatabaseSetup.migrators.first { $0.schema == "dispatch" })
        return try await TestDatabase.with(dispatch) { _, administrator in
            try await AdministratorPool.with(administrator, logger: .forOperator) { [writes] pool in
                try await pool.withConnection { connection in
                    for script in [Self.intake] + scripts { try await connection.script(script) }
                }
                var consistency = ConsistencyReport()
                try await consistency.compare(writes, pool)
                return consistency
            }
        }
    }

    /// As much of intake's schema as the check reads.
    private static let intake = """
        CREATE SCHEMA intake;
        CREATE TABLE intake.requests (id uuid, stars int);
        CREATE TABLE intake.journal (aggregate_id uuid, aggregate_version bigint, type text, reason text, body bytea);
        """

    /// One order from offer to rating.
    private static let complete =
        """
        INSERT INTO dispatch.work_orders (id, request_id, round, category, urgency, area, issued_at, version, state,
            level, light, document)
        VALUES ('\(order)', '\(request)', 1, 'a/b', 'general', '330402', now(), 9, 'verified', 0, 0,
            '{"reworks":0}');
        INSERT INTO dispatch.offers (id, work_order_id, member_id, area, wave, rank, skill, nearness, duty, history,
            load, offered_at, expires_at, state)
        VALUES ('\(offer)', '\(order)', '\(member)', '330402', 1, 1, 0, 0, 0, 0, 0, now(), now(), 'accepted');
        INSERT INTO intake.requests VALUES ('\(request)', 5);
        INSERT INTO intake.journal VALUES
            ('\(request)', 5, 'intake.request.called_back', 'unreachable', convert_to('{"round":1}', 'UTF8'));
        """ + decisions(version: 6)

    /// The rows of decisions that can be made once.
    private static func decisions(version: Int) -> String {
        """
        INSERT INTO dispatch.journal (message_id, type, schema_version, aggregate_id, aggregate_version, partition, area,
                                      occurred_at, actor, action)
        SELECT gen_random_uuid(), 'dispatch.workorder.' || type, 1, '\(order)', \(version) + step, 0, '330402', now(),
               actor::uuid, action
        FROM (VALUES (0, 'accepted', '\(member)', 'accept'), (1, 'submitted', '\(member)', 'submit'),
                     (2, 'verified', '\(request)', 'verify')) AS done (step, type, actor, action);
        INSERT INTO intake.journal VALUES
            ('\(request)', \(version), 'intake.request.called_back', 'satisfied, resolved',
             convert_to('{"round":1}', 'UTF8')),
            ('\(request)', \(version + 1), 'intake.request.rated', NULL, NULL);
        """
    }
}
