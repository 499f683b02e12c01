import DispatchDomain
import Kernel

/// One process of a context: what it remembers is lost when it ends.
final class Process {
    let context: Context
    let name: String
    private(set) var performers: [any Performer] = []
    private(set) var publisher: Publisher
    private(set) var sources: [Source] = []
    private(set) var isUp = false
    /// Whether it finishes what it has in hand and takes nothing new.
    private(set) var isStopping = false
    private(set) var restartAt = Timestamp.zero
    /// How often it was started.
    private(set) var life = 0
    /// Its database sessions' transactions.
    private var transactions: [Transaction] = []
    /// How wrong its clock is.
    var skew = Duration.zero
    /// Its copy of the candidates.
    var pool = Districts.pool
    /// The session that may hold the relay's lock.
    private(set) var session = 0

    init(context: Context, index: Int) {
        self.context = context
        name = "\(context.name)\(index)"
        publisher = Publisher(name: "\(name).publisher")
    }

    func time(_ world: World) -> Timestamp { world.now + skew }

    func start(_ world: World) {
        life += 1
        isUp = true
        isStopping = false
        pool = Districts.pool
        session = Int(world.random.next() % 1_000_000) + 1
        publisher = Publisher(name: "\(name).publisher")
        sources = []
        performers = [publisher, Relay(process: self, pageSize: world.plan.pageSize)]
        if context != .intake {
            for queue in world.broker.queues where queue.context == context {
                let source = Source(queue: queue)
                sources.append(source)
                performers.append(Consumer(process: self, source: source, batch: world.plan.batch))
            }
            performers.append(Retries(process: self))
        }
        if context == .dispatch { performers.append(Timers(process: self)) }
        world.note(.restart, name, life)
    }

    func open(_ store: Store) throws(StoreFailure) -> Transaction {
        let transaction = try store.begin()
        transactions.removeAll { !$0.isOpen }
        transactions.append(transaction)
        return transaction
    }

    /// The process is asked to end: consumers finish what they hold.
    func stop(_ world: World) {
        guard isUp else { return }
        isStopping = true
        world.note(.stop, name, life)
    }

    /// The process ends in the middle of whatever it does.
    ///
    /// - Parameter noticed: when the broker finds out.
    func crash(_ world: World, noticed: Timestamp? = nil) {
        guard isUp else { return }
        isUp = false
        restartAt = world.now + .milliseconds(50 + world.random.below(1500))
        let store = world.store(context)
        for transaction in transactions { store.rollback(transaction) }
        transactions = []
        if store.leader == session { store.leader = nil }
        for source in sources { source.disconnect(world, noticed: noticed, reconnectAfter: .seconds(0)) }
        publisher.disconnect(world, reconnectAfter: .seconds(0))
        sources = []
        performers = []
        world.castChanged()
        world.note(.crash, name, life)
    }

    /// Its connections to the broker are lost, and it will connect again.
    func disconnect(_ world: World) {
        let wait = Duration.milliseconds(1 + world.random.below(world.random.chance(50) ? 20 : 600))
        let late = world.random.chance(30) ? world.now + .milliseconds(world.random.below(900)) : nil
        for source in sources { source.disconnect(world, noticed: late, reconnectAfter: wait) }
        publisher.disconnect(world, reconnectAfter: wait)
    }
}

/// Starts processes that ended, and ends those that have finished.
final class Keeper: Performer {
    let name = "keeper"

    func readiness(_ world: World) -> Readiness {
        var earliest: Timestamp?
        for process in world.processes {
            if !process.isUp { earliest = min(earliest ?? process.restartAt, process.restartAt) }
            if process.isStopping, process.isUp, process.isIdle { return .now }
        }
        return earliest.map { .at($0) } ?? .waiting
    }

    func step(_ world: World) {
        for process in world.processes {
            if process.isStopping, process.isUp, process.isIdle { return process.crash(world) }
            if !process.isUp, process.restartAt <= world.now {
                process.start(world)
                return world.castChanged()
            }
        }
    }
}

extension Process {
    /// Whether every consumer has finished its batch.
    var isIdle: Bool { performers.allSatisfy { ($0 as? Consumer)?.isIdle ?? true } }
}
