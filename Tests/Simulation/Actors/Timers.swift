import City
import DispatchDomain
import Kernel
import Messaging
import UseCases

/// Fires what has fallen due, as `TimerLoop` and `PassTime` do; every process runs one.
final class Timers: Performer {
    private enum Phase {
        case looking
        case locking([WorkOrderID])
        case deciding(Transaction, [WorkOrder])
        case committing(Transaction, [OrderTransition])
    }

    let name: String
    private let process: Process
    private var phase = Phase.looking
    private var sleepUntil = Timestamp.zero

    init(process: Process) {
        self.process = process
        name = "\(process.name).timers"
    }

    func readiness(_ world: World) -> Readiness {
        if sleepUntil > world.now { return .at(sleepUntil) }
        guard case .looking = phase else { return .now }
        return world.store(.dispatch).tables.timers.values.min().map { .at($0 - process.skew) } ?? .waiting
    }

    func step(_ world: World) {
        let store = world.store(.dispatch)
        do throws(StoreFailure) {
            switch phase {
            case .looking: try findDue(store, world)
            case .locking(let ids): try lock(ids, store, world)
            case .deciding(let transaction, let orders): try decide(transaction, orders, store, world)
            case .committing(let transaction, let changes): try commit(transaction, changes, store, world)
            }
        } catch {
            phase = .looking
            sleepUntil = world.now + .milliseconds(500)
        }
    }

    private func findDue(_ store: Store, _ world: World) throws(StoreFailure) {
        guard !store.isDown else { throw .connection }
        let now = process.time(world)
        let due = store.tables.timers.filter { $0.value <= now }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
            .prefix(3).map(\.key)
        guard !due.isEmpty else {
            sleepUntil = world.now + .milliseconds(200)
            return
        }
        phase = .locking(due.sorted())
        guard world.mutant == .deadlineUnlocked || world.mutant == .rowCountIgnored else { return }
        // The mistake: what is decided on is what was read here.
        phase = .deciding(try process.open(store), due.sorted().compactMap { store.tables.orders[$0] })
    }

    /// `FOR UPDATE SKIP LOCKED`: what another process deals with is left to it.
    private func lock(_ ids: [WorkOrderID], _ store: Store, _ world: World) throws(StoreFailure) {
        let transaction = try process.open(store)
        store.takeID(transaction)
        let mine = ids.filter { store.lock(.order($0), for: transaction) }
        phase = .deciding(transaction, mine.compactMap { store.tables.orders[$0] })
    }

    private func decide(
        _ transaction: Transaction, _ orders: [WorkOrder], _ store: Store, _ world: World
    ) throws(StoreFailure) {
        guard transaction.isOpen else { throw .connection }
        store.takeID(transaction)
        let now = process.time(world)
        let changes = orders.compactMap { try? OrderTransition($0, .passTime, at: now, pool: &process.pool) }
        store.insert(changes.flatMap(\.drafts).map { world.event($0, from: .dispatch) }, in: transaction)
        phase = .committing(transaction, changes)
    }

    private func commit(
        _ transaction: Transaction, _ changes: [OrderTransition], _ store: Store, _ world: World
    ) throws(StoreFailure) {
        guard transaction.isOpen else { throw .connection }
        // An update waits for a row that another transaction has locked.
        let isFree = changes.allSatisfy { store.isFree(.order($0.order.id), for: transaction) }
        guard isFree || world.mutant == .rowCountIgnored else { return }
        phase = .looking
        if changes.isEmpty { sleepUntil = world.now + .milliseconds(200) }
        // The update names the version that was read, and its row count is compared.
        let isStale = changes.contains { store.tables.orders[$0.order.id]?.version != $0.transition.before?.version }
        if isStale, world.mutant != .rowCountIgnored {
            store.rollback(transaction)
            throw .rowCount
        }
        try world.commit(transaction, store) { tables in
            for change in changes { change.write(to: &tables, world) }
        }
        world.note(.timer, name, changes.count)
    }
}
