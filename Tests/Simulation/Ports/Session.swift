import Kernel
import Messaging
import Reliability
import Wire

/// What the ports of one process work with: its store, its clock and the steps that its transactions take.
///
/// It is used on the scheduler's thread alone, and the world outlives it.
struct Session: TimeSource, @unchecked Sendable {
    unowned let world: World
    unowned let process: Process
    let steps = Steps()

    /// The process has ended in the midst of what it did.
    struct Killed: Error {}

    /// What a decision comes to, besides the inbox.
    struct Decided {
        var drafts: [EventDraft] = []
        var write: (inout Tables) -> Void = { _ in }
    }

    init(_ process: Process, _ world: World) {
        self.process = process
        self.world = world
    }

    var store: Store { world.store(process.context) }

    func now() -> Timestamp { process.time(world) }

    /// Begins a use case; it ends with the process.
    func begin<Value>(
        _ useCase: @escaping () async throws -> Value, then end: @escaping (Result<Value, any Error>) -> Void
    ) {
        process.hold(steps)
        steps.begin {
            do {
                end(.success(try await useCase()))
            } catch {
                end(.failure(error))
            }
        }
    }

    /// Begins a transaction of the process.
    func open() throws(StoreFailure) -> Transaction {
        try steps.check()
        return try process.open(store)
    }

    /// Waits for a turn, in which the transaction must still be open.
    func pause(_ wait: Steps.Wait = .turn, in transaction: Transaction) async throws {
        try await steps.pause(wait)
        guard transaction.isOpen else { throw StoreFailure.connection }
    }

    /// Takes locks one by one, in order; each is a step.
    func lock(_ keys: [LockKey], in transaction: Transaction) async throws {
        for key in keys {
            repeat {
                try await pause(.locks([key], transaction, store), in: transaction)
            } while !store.lock(key, for: transaction)
        }
    }

    /// Has something decided; what is thrown rolls back.
    func decide<Value>(in transaction: Transaction, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            store.rollback(transaction)
            throw error
        }
    }

    /// Writes the outbox rows.
    func insert(_ drafts: [EventDraft], in transaction: Transaction) {
        store.insert(drafts.map { world.event($0, from: process.context) }, in: transaction)
    }

    /// Passes messages through the inbox, as `UnitOfWork.receive` does.
    func receive(
        _ entries: [InboxEntry], locks: [LockKey], decide: (_ apply: [Int]) throws -> Decided
    ) async throws -> [Outcome] {
        let items = entries.map { (event: world.event($0.messageID), entry: $0) }
        let transaction = try open()
        let locksPartition = world.mutant != .noPartitionLock && world.mutant != .noSingleActiveNorLock
        let partitions: [LockKey] =
            locksPartition ? Set(items.map { LockKey.partition($0.event.envelope.partition) }).sorted() : []
        try await lock(partitions + locks, in: transaction)
        try await pause(in: transaction)
        store.takeID(transaction)
        try await pause(in: transaction)
        let gate = Passage(entries, known: store.tables.known(entries), world.mutant)
        let decided = try self.decide(in: transaction) {
            for index in gate.apply { try meet(items[index].event) }
            return try decide(gate.apply)
        }
        insert(decided.drafts, in: transaction)
        try await pause(.until(world.stall()), in: transaction)
        try commit(transaction, gate, items, decided)
        return gate.outcomes
    }

    /// What an event does that is not harmless.
    private func meet(_ event: Event) throws {
        if !world.isMended, event.nature == .killer {
            world.note(.killed, process.name, event.number)
            process.crash(world)
            throw Killed()
        }
        if event.nature == .poison && !world.isMended || world.fails(event) {
            throw StoreFailure(isTransient: false, text: "boom")
        }
    }

    private func commit(
        _ transaction: Transaction, _ gate: Passage, _ items: [(event: Event, entry: InboxEntry)],
        _ decided: Decided
    ) throws(StoreFailure) {
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
            decided.write(&tables)
        }
        for index in gate.apply { world.recorder.applied(items[index].event, at: process.context, world) }
        world.note(.commit, process.name, items.count, gate.apply.count)
        if world.isFaulty, world.random.chance(world.plan.commitFaults / 2) {
            world.note(.commitUnknown, process.name)
            throw .answerLost
        }
    }
}
