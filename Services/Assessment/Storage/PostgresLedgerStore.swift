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
        _ messages: [IncomingMessage], scope: AccessScope, decide: (LedgerBook, _ apply: [Int]) throws -> LedgerUpdate
    ) async throws -> [Outcome] {
        let page = LedgerPage(messages.map(\.event), city: scope.area)
        let now = time.now()
        return try await work.receive(
            scope.settings, entries: messages.map(\.entry), load: page.load
        ) { rows, apply in
            let update = try decide(page.book(rows, tariff: tariff), apply)
            let files = apply.compactMap { index -> WorkOrderID? in
                if case .service(let event)? = messages[index].event { event.workOrder } else { nil }
            }
            return Decision(
                statements: LedgerWrites.statements(update, files: Set(files), at: now), events: update.events)
        }
    }
}
