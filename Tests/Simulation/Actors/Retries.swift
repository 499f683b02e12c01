import Kernel
import Messaging
import Reliability

/// The loop around the real `RetryMachine`, as `RetryLoop` is.
final class Retries: Performer {
    let name: String
    private let process: Process
    private var machine = RetryMachine()
    private var run: HandlerRun?
    private var sleepUntil = Timestamp.zero
    /// The store's commits when it last found nothing due.
    private var seenCommits = -1

    init(process: Process) {
        self.process = process
        name = "\(process.name).retries"
    }

    func readiness(_ world: World) -> Readiness {
        if sleepUntil > world.now { return .at(sleepUntil) }
        if let run { return run.readiness(world) }
        guard case .rest = machine.action else { return .now }
        let store = world.store(process.place)
        if store.commits != seenCommits { return .now }
        return store.tables.waiting.values.compactMap(\.dueAt).min().map { .at($0) } ?? .waiting
    }

    func step(_ world: World) {
        let store = world.store(process.place)
        do throws(StoreFailure) {
            if let run { return try proceed(run, world) }
            switch machine.action {
            case .read:
                guard !store.isDown else { throw .connection }
                seenCommits = store.commits
                machine.read(store.tables.due(limit: 4, at: world.now).map(delivery))
            case .attempt(let delivery):
                let event = world.event(of: delivery)
                if world.mutant == .retriesUncounted { return machine.counted(attempts: 1) }
                let attempts = try world.write(store) { $0.recordAttempt(event) }
                world.note(.attempt, name, event.number, attempts)
                machine.counted(attempts: attempts)
            case .handle(let delivery):
                run = HandlerRun(process: process, deliveries: [delivery])
            case .recordFailure(let delivery, let error):
                let event = world.event(of: delivery)
                let (random, now) = (world.random.next(), world.now)
                let isLast = try world.write(store) {
                    $0.recordFailure(event, error: error, random: random, at: now, world.mutant)
                }
                if isLast { world.witness.deadLettered(event, reason: error, world) }
                world.note(.recordFailure, name, event.number, isLast ? 1 : 0)
                machine.recorded()
            case .refuse(let delivery, let refusal):
                let event = world.event(of: delivery)
                try world.write(store) { $0.refuse(event, reason: refusal.reason, world.mutant) }
                world.witness.deadLettered(event, reason: refusal.reason, world)
                world.note(.deadLetter, name, event.number)
                machine.recorded()
            case .backOff(let failures):
                sleepUntil =
                    world.now
                    + Consumer.reconnection.delay(
                        afterAttempt: failures, random: world.random.next())
                machine.waited()
            case .rest: machine.woken()
            }
        } catch {
            run = nil
            machine.failed(error.text, transient: error.isTransient)
        }
    }

    private func proceed(_ run: HandlerRun, _ world: World) throws(StoreFailure) {
        switch run.step(world) {
        case .running: break
        case .done(let outcomes):
            self.run = nil
            machine.handled(outcomes.first ?? .duplicate)
        case .failed(let failure): throw failure
        case .killed: self.run = nil
        }
    }

    private func delivery(_ event: Event) -> Delivery {
        .retry(properties: event.properties, routingKey: event.envelope.routingKey, body: event.body)
    }
}
