import Kernel
import Messaging
import Reliability

/// A process's publishing connection and the broker's side of it: confirms, nacks, returns, and what is lost with it.
final class Publisher: Performer {
    let name: String
    private var rows: [Event] = []
    /// What the broker decided; the publisher may not have heard of it yet.
    private var decided: [PublishOutcome] = []
    /// What the client has heard.
    private var answered: [PublishOutcome] = []
    private var connectAt = Timestamp.zero

    init(name: String) {
        self.name = name
    }

    /// The outcomes once all are known, once.
    func outcomes() -> [PublishOutcome]? {
        guard !rows.isEmpty, answered.count == rows.count else { return nil }
        defer { forget() }
        return answered
    }

    /// Whether the fate of every row is known.
    var outcomesAreKnown: Bool { answered.count == rows.count }

    /// Whether messages can be sent at the moment.
    func isReady(_ world: World) -> Bool { connectAt <= world.now && !world.broker.isBlocked }

    /// When it has a connection again; nil while it has one.
    func reconnection(_ world: World) -> Timestamp? { connectAt > world.now ? connectAt : nil }

    /// The caller of publish does not wait any more: what was not sent stays here.
    func cancel() { forget() }

    func publish(_ events: [Event]) {
        forget()
        rows = events
    }

    /// The connection is gone: what was not answered for may have arrived or not.
    func disconnect(_ world: World, reconnectAfter: Duration) {
        connectAt = max(connectAt, world.now + reconnectAfter)
        let lost = rows.count - answered.count
        answered += Array(repeating: .unknown, count: lost)
        decided = answered
        if lost > 0 { world.note(.unknown, name, lost) }
    }

    func readiness(_ world: World) -> Readiness {
        guard answered.count < rows.count else { return .waiting }
        if connectAt > world.now { return .at(connectAt) }
        if decided.count < rows.count, !world.broker.isBlocked { return .now }
        return answered.count < decided.count ? .now : .waiting
    }

    func step(_ world: World) {
        let mayDecide = decided.count < rows.count && !world.broker.isBlocked
        guard mayDecide, answered.count == decided.count || world.random.chance(60) else {
            answered = Array(decided.prefix(answered.count + 1 + world.random.below(4)))
            return
        }
        decided.append(decide(rows[decided.count], world))
    }

    private func decide(_ event: Event, _ world: World) -> PublishOutcome {
        if event.nature == .unsendable {
            world.note(.refused, name, event.number)
            return .refused(reason: "too large")
        }
        let isUnwell = world.isFaulty && world.random.chance(world.plan.publishFaults)
        if isUnwell, world.random.chance(50) {
            world.note(.nacked, name, event.number)
            return .rejected
        }
        guard !isUnwell, let queue = world.broker.route(event) else {
            // The last context of the chain has no reader: the audit stream takes it.
            guard isUnwell else { return .confirmed }
            world.note(.returned, name, event.number)
            return .returned(code: 312, reason: "NO_ROUTE")
        }
        queue.enqueue(event)
        world.note(.confirmed, name, event.number)
        return .confirmed
    }

    private func forget() {
        rows = []
        decided = []
        answered = []
    }
}
