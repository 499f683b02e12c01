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
        let store = world.store(process.context)
        if store.commits != seenCommits { return .now }
        return store.tables.waiting.values.compactMap(\.dueAt).min().map { .at($0) } ?? .waiting
    }

    func step(_ world: World) {
        let store = world.store(process.context)
        do throws(StoreFailure) {
            if let run { return try proceed(run, world) }
            switch machine.action {
            case .claim:
                guard !store.isDown else { throw .connection }
                guard store.tables.hasDue(at: world.now) else {
                    seenCommits = store.commits
                    return machine.claimed([])
                }
                let now = world.now
                let claimed = try world.write(store) { $0.claim(limit: 4, at: now, world.mutant) }
                world.note(.claim, name, claimed.count)
                machine.claimed(claimed.map { ClaimedDelivery(delivery($0.event), until: $0.until) })
            case .begin(let claimed):
                let (event, now) = (world.event(of: claimed.delivery), world.now)
                let begun = try world.write(store) { $0.begin(event, claim: claimed.until, at: now, world.mutant) }
                world.note(.attempt, name, event.number, begun?.attempts ?? 0)
                let attempts = world.mutant == .retriesUncounted ? 1 : begun?.attempts ?? 0
                machine.begun(begun.map { ClaimedDelivery(claimed.delivery, until: $0.until) }, attempts: attempts)
            case .handle(let claimed):
                run = HandlerRun(process: process, deliveries: [claimed.delivery])
            case .recordFailure(let claimed, let error):
                let event = world.event(of: claimed.delivery)
                let (random, now) = (world.random.next(), world.now)
                let recorded = try world.write(store) {
                    $0.recordFailure(
                        event, claim: claimed.until, error: error, random: random, at: now, world.mutant)
                }
                world.recorder.recorded(event, recorded, at: process.context, error: error, world)
                world.note(.recordFailure, name, event.number, recorded == .dead ? 1 : 0)
                machine.recorded()
            case .refuse(let claimed, let refusal):
                let event = world.event(of: claimed.delivery)
                let isDead = try world.write(store) {
                    $0.refuse(event, claim: claimed.until, reason: refusal.reason, world.mutant)
                }
                if isDead { world.recorder.deadLettered(event, reason: refusal.reason, world) }
                world.note(.deadLetter, name, event.number, isDead ? 1 : 0)
                machine.recorded()
            case .release(let claimed):
                let event = world.event(of: claimed.delivery)
                let (random, now) = (world.random.next(), world.now)
                try world.write(store) {
                    $0.release(event, claim: claimed.until, random: random, at: now, world.mutant)
                }
                machine.released()
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
