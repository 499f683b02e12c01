import DispatchDomain
import Kernel
import Messaging
import Wire

/// One history: servers, processes and clients in memory, a fake clock, and one seeded order of steps.
final class World {
    let plan: Plan
    let mutant: Mutant?
    var random: SplitMix64
    /// True time; each process sees it with its own error.
    var now: Timestamp
    var log: EventLog
    private(set) var stepCount = 0

    let stores: [Store]
    let broker: Broker
    var processes: [Process] = []
    var performers: [any Performer] = []
    private var resident: [any Performer] = []

    /// All events by their message id, as it stands in the properties.
    private(set) var events: [String: Event] = [:]
    var recorder = PropertyRecorder()
    /// Whether servers, connections and processes may still fail.
    var isFaulty = true
    /// Whether the events that were not harmless have become so.
    var isMended = false
    private var failuresLeft: [Int: Int] = [:]
    var faultsLeft: Int
    let clients: [Client]
    let faults = Faults()

    init(plan: Plan, mutant: Mutant? = nil, keepsLog: Bool = false) {
        self.plan = plan
        self.mutant = mutant
        random = SplitMix64(seed: plan.seed &* 0x2545_F491_4F6C_DD1D &+ 1)
        now = Districts.start
        log = EventLog(isKept: keepsLog)
        stores = Context.allCases.map { Store(context: $0) }
        broker = Broker(partitions: plan.partitions, prefetch: plan.prefetch, mutant: mutant)
        faultsLeft = plan.faults
        clients = (0..<2).map { Client(number: $0) }
        for context in Context.allCases {
            for index in 0..<plan.processes {
                processes.append(Process(context: context, index: index))
            }
        }
        for process in processes { process.start(self) }
        clients[0].plan(commands: plan.commands, requests: plan.requests, random: &random)
        clients[1].plan(commands: plan.commands / 2, requests: plan.requests, random: &random)
        resident = broker.queues + clients + [faults, Keeper(), Members()]
        castChanged()
    }

    func store(_ context: Context) -> Store { stores[context.rawValue] }

    /// Processes came or went: who can be chosen changes.
    func castChanged() {
        performers = resident
        for process in processes { performers += process.performers }
    }

    func note(_ what: Happening, _ actor: String, _ first: Int = 0, _ second: Int = 0) {
        log.note(what, by: actor, first, second, step: stepCount, at: now)
    }

    /// Lets one performer that is ready make one step; when none is, time passes to when the next one is.
    ///
    /// - Returns: false when nothing will ever happen again.
    func step() -> Bool {
        let count = performers.count
        let start = mutant == .unseededChoice ? Int.random(in: 0..<count) : random.below(count)
        var earliest: Timestamp?
        for offset in 0..<count {
            let performer = performers[(start + offset) % count]
            switch performer.readiness(self) {
            case .now:
                perform(performer)
                return true
            case .at(let moment):
                if moment <= now {
                    perform(performer)
                    return true
                }
                if moment < earliest ?? moment + .seconds(1) { earliest = moment }
            case .waiting: break
            }
        }
        guard let earliest else { return false }
        now = earliest
        stepCount += 1
        return true
    }

    private func perform(_ performer: any Performer) {
        stepCount += 1
        now += .microseconds(Int64(random.below(1500)))
        performer.step(self)
    }

    // MARK: Events

    /// Makes the event of an outbox row.
    func event(_ draft: Draft, from context: Context) -> Event {
        let identifier = Identifier<MessageTag>.v7(at: now, random: (random.next(), random.next()))
        let envelope = Envelope(
            id: identifier, type: context.stream + ".recorded", version: 1, source: context.name,
            aggregate: draft.aggregate,
            aggregateVersion: draft.version,
            partition: FNV1a.partition(of: draft.aggregate, count: plan.partitions), area: Districts.grid,
            occurredAt: now)
        let event = Event(
            number: events.count, context: context, envelope: envelope, body: draft.body, nature: nature())
        if case .fails(let times) = event.nature { failuresLeft[event.number] = times }
        if let name = event.properties.messageID { events[name] = event }
        return event
    }

    func event(of delivery: Delivery) -> Event {
        guard let name = delivery.properties.messageID, let event = events[name] else {
            preconditionFailure("a delivery of no event")
        }
        return event
    }

    /// Whether the handling of the event fails this time.
    func fails(_ event: Event) -> Bool {
        guard let left = failuresLeft[event.number], left > 0 else { return false }
        failuresLeft[event.number] = left - 1
        return true
    }

    private func nature() -> Nature {
        guard isFaulty, random.chance(plan.malice) else { return .harmless }
        switch random.below(10) {
        case 0...3: return .fails(1 + random.below(3))
        case 4, 5: return .poison
        case 6, 7: return .killer
        case 8: return .unreadable
        default: return random.chance(20) ? .unsendable : .unreadable
        }
    }
}
