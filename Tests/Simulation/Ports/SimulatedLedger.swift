import AssessmentApplication
import AssessmentDomain
import City
import Kernel
import Messaging

/// The port of Assessment over the simulated tables.
struct SimulatedLedger: LedgerStore {
    let session: Session

    func receive(
        _ messages: [IncomingMessage], scope: AccessScope, decide: (LedgerBook, _ apply: [Int]) throws -> LedgerUpdate
    ) async throws -> [Outcome] {
        var files: Set<WorkOrderID> = []
        var members: Set<MemberID> = []
        for case .service(let event)? in messages.map(\.event) {
            files.insert(event.workOrder)
            if case .verified(let verification) = event { members.insert(verification.member) }
        }
        // Work orders before members, as `LedgerPage` locks them.
        let locks = files.sorted().map { LockKey.file($0) } + members.sorted().map { LockKey.account($0) }
        return try await session.receive(messages.map(\.entry), locks: locks) { [world = session.world] apply in
            let change = try decide(session.store.tables.ledger.page(of: files, members), apply)
            return Session.Decided(drafts: change.events) { tables in
                let isApart = world.mutant == .balanceApart && world.isFaulty && world.random.chance(30)
                tables.ledger.write(change, withBalances: !isApart)
            }
        }
    }
}

/// The tables of the ledger.
struct Ledger: Equatable {
    private var files: [WorkOrderID: ServiceFile] = [:]
    private var days: [LedgerBook.DayKey: ServiceDay] = [:]
    private(set) var balances: [MemberID: Balance] = [:]
    private(set) var postings: [Posting] = []

    /// What a batch touches, as it stands.
    func page(of files: Set<WorkOrderID>, _ members: Set<MemberID>) -> LedgerBook {
        LedgerBook(
            files: self.files.filter { files.contains($0.key) },
            days: days.filter { members.contains($0.key.member) },
            balances: balances.filter { members.contains($0.key) }, tariff: PointsTariff())
    }

    mutating func write(_ change: LedgerUpdate, withBalances: Bool) {
        files.merge(change.book.files) { $1 }
        days.merge(change.book.days) { $1 }
        if withBalances { balances.merge(change.book.balances) { $1 } }
        postings += change.written.map(\.posting)
    }
}
