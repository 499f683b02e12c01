public import AssessmentApplication
public import AssessmentDomain
public import City
public import Kernel
public import Messaging
import Postgres
public import Reliability

/// The ledger in the tables `service_files`, `credits`, `postings`, `entries` and `members`.
public struct PostgresLedgerStore: LedgerStore {
    private let work: UnitOfWork
    private let tariff: PointsTariff
    private let time: any TimeSource

    public init(work: UnitOfWork, tariff: PointsTariff = PointsTariff(), time: any TimeSource) {
        self.work = work
        self.tariff = tariff
        self.time = time
    }

    public func receive(
        _ messages: [Incoming], scope: AccessScope, decide: (LedgerBook, _ apply: [Int]) throws -> LedgerChange
    ) async throws -> [Outcome] {
        let page = LedgerPage(messages.map(\.news), city: scope.area)
        let now = time.now()
        return try await work.receive(
            scope.settings, receipts: messages.map(\.receipt), load: page.load
        ) { rows, apply in
            let change = try decide(page.book(rows, tariff: tariff), apply)
            let files = apply.compactMap { index -> WorkOrderID? in
                if case .service(let event)? = messages[index].news { event.workOrder } else { nil }
            }
            return Decision(
                statements: LedgerWrites.statements(change, files: Set(files), at: now), events: change.events)
        }
    }
}
