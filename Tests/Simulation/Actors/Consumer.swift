import Kernel
import Messaging
import Reliability

/// The loop around the real `PartitionMachine`, as `PartitionConsumer` is.
final class Consumer: Performer {
    let name: String
    private let process: Process
    private let source: Source
    private let batch: Int
    private var machine = PartitionMachine()
    private var run: HandlerRun?
    private var sleepUntil = Timestamp.zero
    private var broken = BrokenConsumer()

    init(process: Process, source: Source, batch: Int) {
        self.process = process
        self.source = source
        self.batch = batch
        name = "\(process.name).\(source.queue.name)"
    }

    /// Whether nothing is in hand.
    var isIdle: Bool {
        if case .receive = machine.action { run == nil } else { false }
    }

    func readiness(_ world: World) -> Readiness {
        guard !process.isStopping, let connects = source.reconnection else { return work(world) }
        // The connection comes back by itself, whatever the loop is busy with.
        if connects <= world.now { return .now }
        return work(world).or(connects)
    }

    private func work(_ world: World) -> Readiness {
        if sleepUntil > world.now { return .at(sleepUntil) }
        if let run { return run.readiness(world) }
        guard case .receive = machine.action else { return .now }
        if process.isStopping { return .waiting }
        return source.hasDeliveries || source.wasCancelled ? .now : .waiting
    }

    func step(_ world: World) {
        if !process.isStopping, let connects = source.reconnection, connects <= world.now {
            return source.connect(world)
        }
        if let run { return proceed(run, world) }
        let store = world.store(process.context)
        do throws(StoreFailure) {
            switch machine.action {
            case .receive: receive(world)
            case .handle(let batch): run = HandlerRun(process: process, deliveries: batch)
            case .attempt(let delivery): try attempt(delivery, store, world)
            case .recordFailure(let delivery, let error): try recordFailure(delivery, error, store, world)
            case .refuse(let delivery, let refusal):
                let event = world.event(of: delivery)
                if world.mutant != .deadLetterWithoutRow {
                    try world.write(store) { $0.refuse(event, reason: refusal.reason, world.mutant) }
                }
                world.recorder.deadLettered(event, reason: refusal.reason, world)
                world.note(.deadLetter, name, event.number)
                machine.recorded()
            case .backOff(let failures):
                sleepUntil =
                    world.now
                    + Self.reconnection.delay(
                        afterAttempt: failures, random: world.random.next())
                world.note(.backOff, name, failures)
                machine.waited()
            case .settle(let tag):
                if !broken.swallowsSettle(machine, world.mutant) { source.acknowledge(upTo: tag, world) }
                machine.settled()
            }
        } catch {
            machine.failed(error.text, transient: error.isTransient)
        }
    }

    static let reconnection = RetryPolicy(first: .milliseconds(100), longest: .seconds(5), attempts: .max)

    private func receive(_ world: World) {
        if source.wasCancelled, !source.hasDeliveries {
            // The client has heard of the cancel: a new channel, as the old one is no use.
            return source.disconnect(world, reconnectAfter: .milliseconds(20))
        }
        let deliveries = source.take(limit: batch)
        guard let last = deliveries.last else { return }
        machine.received(deliveries)
        broken.received(deliveries)
        if world.mutant == .acknowledgedBeforeCommit { source.acknowledge(upTo: last.tag, world) }
    }

    private func attempt(_ delivery: Delivery, _ store: Store, _ world: World) throws(StoreFailure) {
        let event = world.event(of: delivery)
        let attempts: Int
        if world.mutant == .attemptsInMemory {
            attempts = broken.count(event)
        } else {
            attempts = try world.write(store) { $0.recordAttempt(event) }
        }
        world.note(.attempt, name, event.number, attempts)
        machine.counted(attempts: attempts)
    }

    private func recordFailure(
        _ delivery: Delivery, _ error: String, _ store: Store, _ world: World
    ) throws(StoreFailure) {
        let event = world.event(of: delivery)
        if world.mutant == .retryByRequeue {
            // The attempt has ended in order.
            try world.write(store) { $0.attempts[event.id] = nil }
            source.requeue(delivery.tag)
            return machine.recorded()
        }
        let (random, now) = (world.random.next(), world.now)
        let recorded = try world.write(store) {
            $0.recordFailure(event, claim: nil, error: error, random: random, at: now, world.mutant)
        }
        world.recorder.recorded(event, recorded, at: process.context, error: error, world)
        world.note(.recordFailure, name, event.number, recorded == .dead ? 1 : 0)
        machine.recorded()
    }

    private func proceed(_ run: HandlerRun, _ world: World) {
        switch run.step(world) {
        case .running: break
        case .done(let outcomes):
            self.run = nil
            machine.handled(outcomes)
        case .failed(let failure):
            self.run = nil
            if broken.gaveUpWholeBatch(failure, of: machine, process, world) {
                machine.handled(broken.refusals)
            } else {
                machine.failed(failure.text, transient: failure.isTransient)
            }
        case .killed: self.run = nil
        }
    }
}
