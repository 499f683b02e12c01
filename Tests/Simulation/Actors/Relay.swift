import Kernel
import Messaging
import Reliability
import Wire

/// The loop around the real `RelayMachine`, as `JournalRelay` is.
final class Relay: Performer {
    let name: String
    private let process: Process
    private let pageSize: Int
    private var machine = RelayMachine(cursor: .start)
    private var leadership = RelayLeadership()
    private var isLeading = false
    /// Since when it has no broker.
    private var lostAt: Timestamp?
    private var isPublishing = false
    private var sleepUntil = Timestamp.zero
    private var failures = 0
    /// The store's commits when it last found nothing.
    private var seenCommits = -1
    private var broken: BrokenRelay

    init(process: Process, pageSize: Int) {
        self.process = process
        self.pageSize = pageSize
        name = "\(process.name).relay"
        broken = BrokenRelay()
    }

    func readiness(_ world: World) -> Readiness {
        guard isLeading, world.mutant != .leadsWithoutBroker, !process.publisher.isReady(world) else {
            return work(world)
        }
        // It looks at its broker meanwhile, whatever it waits for.
        guard let lostAt else { return .now }
        return work(world).or(lostAt + RelayLeadership.patience)
    }

    private func work(_ world: World) -> Readiness {
        if sleepUntil > world.now { return .at(sleepUntil) }
        let store = world.store(process.context)
        guard isLeading else {
            guard store.leader == nil, !store.isDown else { return .waiting }
            guard world.mutant != .leadsWithoutBroker, !process.publisher.isReady(world) else { return .now }
            return process.publisher.reconnection(world).map { .at($0) } ?? .waiting
        }
        if isPublishing { return process.publisher.outcomesAreKnown ? .now : .waiting }
        if case .rest = machine.action { return store.commits != seenCommits ? .now : .waiting }
        return .now
    }

    func step(_ world: World) {
        let store = world.store(process.context)
        let isReady = process.publisher.isReady(world) || world.mutant == .leadsWithoutBroker
        leadership.observed(brokerIsReady: isReady, at: world.now - Districts.start)
        lostAt = isReady ? nil : lostAt ?? world.now
        if isLeading, leadership.action == .resign { return resign(store, world) }
        // What it has in hand it does at its time.
        guard sleepUntil <= world.now else { return }
        do throws(StoreFailure) {
            guard isLeading else { return try lead(store, world) }
            try perform(store, world)
        } catch {
            stepDown(store, world)
        }
    }

    private func lead(_ store: Store, _ world: World) throws(StoreFailure) {
        guard !store.isDown else { throw .connection }
        guard store.leader == nil, leadership.action == .elect else { return }
        store.leader = process.session
        leadership.won()
        machine = RelayMachine(cursor: store.tables.cursor, pageSize: pageSize)
        broken = BrokenRelay()
        isLeading = true
        seenCommits = -1
        world.note(.lead, name, process.session)
    }

    private func resign(_ store: Store, _ world: World) {
        process.publisher.cancel()
        end(store)
        world.note(.stepDown, name)
    }

    private func end(_ store: Store) {
        if store.leader == process.session { store.leader = nil }
        leadership.ended()
        isLeading = false
        isPublishing = false
    }

    private func stepDown(_ store: Store, _ world: World) {
        end(store)
        failures += 1
        sleepUntil =
            world.now
            + RetryPolicy(first: .milliseconds(100), longest: .seconds(5), attempts: .max)
            .delay(afterAttempt: failures, random: world.random.next())
        world.note(.stepDown, name, failures)
    }

    private func perform(_ store: Store, _ world: World) throws(StoreFailure) {
        if isPublishing {
            guard let outcomes = process.publisher.outcomes() else { return }
            isPublishing = false
            return machine.published(broken.heard(outcomes, world.mutant))
        }
        switch machine.action {
        case .read(let cursor, let limit):
            let page = try broken.page(store, after: cursor, limit: limit, world.mutant)
            seenCommits = store.commits
            world.note(.read, name, page.rows.count, Int(page.rows.last?.seq ?? 0))
            machine.read(page)
        case .publish(let rows):
            if world.mutant == .cursorBeforeConfirms {
                let next = broken.cursor(past: rows, of: machine.cursor, snapshot: store.ids.snapshot)
                try store.write { $0.cursor = next }
            }
            world.note(.publish, name, rows.count, Int(rows.first?.seq ?? 0))
            process.publisher.publish(rows.compactMap { world.events[$0.envelope.id.description] })
            isPublishing = true
        case .backOff(let attempt):
            sleepUntil =
                world.now
                + RetryPolicy(first: .milliseconds(20), longest: .seconds(2), attempts: .max)
                .delay(afterAttempt: attempt, random: world.random.next())
            machine.waited()
        case .store(let cursor, let unsendable):
            // The lock's own connection is asked first: when it is gone, so is leadership.
            guard store.leader == process.session else { throw .connection }
            try world.fail(store)
            let transaction = try store.write { tables in
                tables.cursor = cursor
                for parked in unsendable {
                    guard let event = world.events[parked.row.envelope.id.description] else { continue }
                    tables.deadOut[event.id] = Tables.Dead(event: event, reason: parked.reason)
                }
            }
            world.note(.storeCursor, name, Int(cursor.published), Int(cursor.floor))
            broken.stored(store)
            machine.stored(by: transaction)
            failures = 0
        case .rest:
            machine.woken()
        }
    }
}
