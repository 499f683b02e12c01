import AssessmentApplication
import AssessmentDomain
import City
import Kernel
import Reliability
import ServiceTestSupport
import TestSupport
import Testing

@testable import AssessmentStorage

@Suite("Lost updates of the ledger, on PostgreSQL")
struct LostUpdateTests {
    private let order = WorkOrderID(high: 2, low: 1)

    @Test("a file or a member whose row is gone is a fault, and nothing of the batch is committed")
    func gone() async throws {
        try await AssessmentHarness.with { database in
            let file = ServiceFile(workOrder: order, submittedAt: AssessmentHarness.now)
            var moved = LedgerUpdate(book: LedgerBook(tariff: PointsTariff()))
            moved.memberAreas = [MemberID(high: 1, low: 1): AssessmentHarness.city]
            let changes = [LedgerUpdate(book: LedgerBook(files: [order: file], tariff: PointsTariff())), moved]
            for var change in changes {
                change.ratings = [
                    RatingNote(
                        request: ServiceRequestID(high: 3, low: 1), workOrder: order, area: AssessmentHarness.city,
                        stars: 5, at: AssessmentHarness.now)
                ]
                let statements = LedgerWrites.statements(change, files: [order], at: AssessmentHarness.now)
                // The rating is written first here, so that there is something to roll back.
                await expectFault(Array(statements.reversed()), in: database)
            }
            let ratings = try await database.fingerprint("ratings")
            #expect(ratings.isEmpty)
        }
    }

    private func expectFault(_ statements: [Statement], in database: AssessmentHarness) async {
        let work = UnitOfWork(
            pool: database.pool, partitions: SampleDeliveries.partitions, time: ManualClock(AssessmentHarness.now),
            random: SystemRandomSource(), relay: RelaySignal())
        let fault = await #expect(throws: RowCountFault.self) {
            try await work.perform(database.scope.settings, load: []) { _ in Decision(statements: statements) }
        }
        #expect(fault?.expected == .exactly(1) && fault?.found == 0)
    }
}
