import DispatchDomain
import Kernel
import Messaging
import Reliability
import Wire

/// One call of a context's handler: reads the deliveries, then one transaction as `UnitOfWork.receive` runs it.
final class HandlerRun {
    /// What a step came to.
    enum Progress {
        case running
        case done([Outcome])
        case failed(StoreFailure)
        /// The process is no more.
        case killed
    }

    private enum Phase {
        case reading
        case locking(Transaction, left: [LockKey])
        case deciding(Transaction)
        case committing(Transaction, Passage, Decided)
    }

    /// What a decision is to write besides the inbox.
    struct Decided {
        var orders: [OrderTransition] = []
        var events: [Event] = []
    }

    private let process: Process
    private let deliveries: [Delivery]
    private var items: [(event: Event, entry: InboxEntry)] = []
    private var phase = Phase.reading
    /// Until when it is held up.
    private(set) var stalledUntil = Timestamp.zero

    init(process: Process, deliveries: [Delivery]) {
        self.process = process
        self.deliveries = deliveries
    }

    func readiness(_ world: World) -> Readiness {
        if stalledUntil > world.now { return .at(stalledUntil) }
        guard case .locking(let transaction, let left) = phase, let key = left.first, transaction.isOpen else {
            return .now
        }
        return world.store(process.context).isFree(key, for: transaction) ? .now : .waiting
    }

    func step(_ world: World) -> Progress {
        let store = world.store(process.context)
        do throws(StoreFailure) {
            switch phase {
            case .reading: return try read(store, world)
            case .locking(let transaction, let left):
                guard transaction.isOpen else { throw .connection }
                guard let key = left.first else {
                    store.takeID(transaction)
                    phase = .deciding(transaction)
                    return .running
                }
                if store.lock(key, for: transaction) { phase = .locking(transaction, left: Array(left.dropFirst())) }
                return .running
            case .deciding(let transaction):
                guard transaction.isOpen else { throw .connection }
                return try decide(transaction, store, world)
            case .committing(let transaction, let gate, let decided):
                return try commit(transaction, gate, decided, store, world)
            }
        } catch {
            return .failed(error)
        }
    }

    private func read(_ store: Store, _ world: World) throws(StoreFailure) -> Progress {
        let events = deliveries.map(world.event(of:))
        if events.count == 1 { world.recorder.triedAlone.insert(events[0].number) }
        world.note(.handle, process.name, events[0].number, events.count)
        for (event, delivery) in zip(events, deliveries) where world.isMended || event.nature != .unreadable {
            items.append((event, InboxEntry(delivery, envelope: event.envelope)))
        }
        guard !items.isEmpty else { return .done(events.map { _ in .refused(Refusal(.body, "unreadable")) }) }
        let transaction = try process.open(store)
        let locksPartition = world.mutant != .noPartitionLock && world.mutant != .noSingleActiveNorLock
        let partitions: [LockKey] =
            locksPartition ? Set(items.map { LockKey.partition($0.event.envelope.partition) }).sorted() : []
        let orders = process.context == .dispatch ? OrderTransition.locks(for: items.map(\.event), in: store) : []
        phase = .locking(transaction, left: partitions + orders)
        return .running
    }

    private func decide(_ transaction: Transaction, _ store: Store, _ world: World) throws(StoreFailure) -> Progress {
        let known = store.tables.known(items.map(\.entry))
        let gate = Passage(items.map(\.entry), known: known, world.mutant)
        var decided = Decided()
        for index in gate.apply {
            let event = items[index].event
            if !world.isMended, event.nature == .killer {
                world.note(.killed, process.name, event.number)
                process.crash(world)
                return .killed
            }
            if event.nature == .poison && !world.isMended || world.fails(event) {
                store.rollback(transaction)
                throw StoreFailure(isTransient: false, text: "boom")
            }
            if process.context == .dispatch {
                OrderTransition.follow(event, into: &decided.orders, store: store, process: process, world)
            }
        }
        decided.events = decided.orders.flatMap { change in
            change.drafts.map { world.event($0, from: .dispatch) }
        }
        store.insert(decided.events, in: transaction)
        phase = .committing(transaction, gate, decided)
        stalledUntil = world.stall()
        return .running
    }

    private func commit(
        _ transaction: Transaction, _ gate: Passage, _ decided: Decided, _ store: Store, _ world: World
    ) throws(StoreFailure) -> Progress {
        guard transaction.isOpen else { throw .connection }
        if world.isFaulty, world.random.chance(world.plan.commitFaults / 2) {
            store.rollback(transaction)
            throw .connection
        }
        let isTwice = gate.apply.contains { store.tables.inbox[items[$0].entry.messageID] != nil }
        if isTwice, !(world.mutant?.toleratesRepeats ?? false) {
            store.rollback(transaction)
            throw .unique
        }
        let now = world.now
        store.commit(transaction) { tables in
            tables.settle(gate, items, at: now, world.mutant)
            for change in decided.orders { change.write(to: &tables, world) }
        }
        for index in gate.apply { world.recorder.applied(items[index].event, at: process.context, world) }
        world.note(.commit, process.name, items.count, gate.apply.count)
        if world.isFaulty, world.random.chance(world.plan.commitFaults / 2) {
            world.note(.commitUnknown, process.name)
            throw .answerLost
        }
        var handled = gate.outcomes.makeIterator()
        return .done(
            deliveries.map { delivery in
                let event = world.event(of: delivery)
                if !world.isMended, event.nature == .unreadable { return .refused(Refusal(.body, "unreadable")) }
                return handled.next() ?? .duplicate
            })
    }
}
