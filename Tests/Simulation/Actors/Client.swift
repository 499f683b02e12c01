import Kernel
import Wire

/// Someone who sends commands to the first context, each with its own key, again until one is answered.
final class Client: Performer {
    /// A wish to add one event to the life of a request.
    private struct Command {
        let key: Int
        let request: Identifier<AggregateTag>
        let withdraws: Bool
    }

    private enum Phase {
        case idle
        case locking(Process, Transaction)
        case deciding(Process, Transaction)
        case committing(Process, Transaction, [Event])
    }

    let name: String
    private let number: Int
    private var commands: [Command] = []
    private var phase = Phase.idle
    private var sleepUntil = Timestamp.zero

    init(number: Int) {
        self.number = number
        name = "client\(number)"
    }

    var isDone: Bool { commands.isEmpty }

    /// Both clients work on the same requests.
    func plan(commands count: Int, requests: Int, random: inout SplitMix64) {
        commands = (0..<count).map { index in
            Command(
                key: number * 1000 + index, request: Districts.request(random.below(requests)),
                withdraws: random.chance(8))
        }
    }

    func readiness(_ world: World) -> Readiness {
        if commands.isEmpty { return .waiting }
        if sleepUntil > world.now { return .at(sleepUntil) }
        let store = world.store(.intake)
        if case .locking(_, let transaction) = phase, let command = commands.first, transaction.isOpen {
            return store.isFree(.request(command.request), for: transaction) ? .now : .waiting
        }
        return .now
    }

    func step(_ world: World) {
        guard let command = commands.first else { return }
        let store = world.store(.intake)
        do throws(StoreFailure) {
            switch phase {
            case .idle:
                let up = world.processes.filter { $0.context == .intake && $0.isUp && !$0.isStopping }
                guard !up.isEmpty else { throw .connection }
                let process = up[world.random.below(up.count)]
                let transaction = try process.open(store)
                store.takeID(transaction)
                world.note(.command, name, command.key)
                phase = .locking(process, transaction)
            case .locking(let process, let transaction):
                guard transaction.isOpen else { throw .connection }
                if store.lock(.request(command.request), for: transaction) { phase = .deciding(process, transaction) }
            case .deciding(let process, let transaction):
                guard transaction.isOpen else { throw .connection }
                let events = decide(command, store, world)
                if world.mutant != .outboxApart { store.insert(events, in: transaction) }
                phase = .committing(process, transaction, events)
                sleepUntil = world.stall()
            case .committing(_, let transaction, let events):
                try commit(command, transaction, events, store, world)
            }
        } catch {
            phase = .idle
            sleepUntil = world.now + .milliseconds(100 + world.random.below(400))
            world.note(.unanswered, name, command.key)
        }
    }

    private func decide(_ command: Command, _ store: Store, _ world: World) -> [Event] {
        let done = store.tables.requests[command.request] ?? []
        if done.contains(command.key), world.mutant != .keyIgnored { return [] }
        let version = Int64(done.count) + 1
        let meaning: Meaning =
            switch version {
            case 1: .registered
            case 2: .accepted
            default: command.withdraws ? .withdrawn : .noted
            }
        return [
            world.event(Draft(aggregate: command.request, version: version, body: [meaning.rawValue]), from: .intake)
        ]
    }

    private func commit(
        _ command: Command, _ transaction: Transaction, _ events: [Event], _ store: Store, _ world: World
    ) throws(StoreFailure) {
        guard transaction.isOpen else { throw .connection }
        try world.commit(transaction, store) { tables in
            if !events.isEmpty { tables.requests[command.request, default: []].append(command.key) }
        }
        if world.mutant == .outboxApart, !(world.isFaulty && world.random.chance(20)) {
            // The mistake: the rows come after the commit, if the process lives that long.
            let second = try store.begin()
            store.takeID(second)
            store.insert(events, in: second)
            store.commit(second) { _ in }
        }
        world.recorder.accepted.append(command.key)
        world.note(.answered, name, command.key, events.first?.number ?? -1)
        commands.removeFirst()
        phase = .idle
        sleepUntil = world.now + .milliseconds(world.random.below(60))
    }
}
