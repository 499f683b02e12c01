import City
import DispatchApplication
import DispatchDomain
import Kernel
import Messaging
import UseCases
import Wire

/// One work order's way from one stored state to the next, decided by the real domain.
struct OrderTransition {
    private(set) var transition: Transition<WorkOrder>

    /// The order as it is now.
    var order: WorkOrder { transition.after }

    /// What happened to it, each with its version; what makes no version is left out.
    var events: [(event: WorkOrderEvent, version: Version)] { transition.events.filter(\.event.isStateChange) }

    /// What others hear of it.
    var drafts: [Draft] {
        events.map {
            Draft(aggregate: order.id.retagged(), version: $0.version.value, body: [Meaning.recorded.rawValue])
        }
    }

    /// A change of a stored order by a command.
    init(
        _ order: WorkOrder, _ command: WorkOrderCommand, at now: Timestamp, pool: inout CandidatePool
    ) throws(WorkOrderRejection) {
        let events = try order.decide(command, at: now, rules: Districts.rules, using: &pool)
        transition = Transition(order, events, rules: Districts.rules, action: command.kind, at: now)
    }

    /// A new order with its first offers.
    private init(issuing terms: WorkOrderTerms, pool: inout CandidatePool) {
        let order = WorkOrder(terms, rules: Districts.rules)
        let offers = (try? order.decide(.offer, at: terms.issuedAt, rules: Districts.rules, using: &pool)) ?? []
        transition = Transition(
            creating: order, .issued(terms), offers, rules: Districts.rules, action: WorkOrderCommand.Kind.offer,
            at: terms.issuedAt)
    }

    /// Takes the request's withdrawal in.
    private mutating func cancel(pool: inout CandidatePool) {
        let events = (try? order.decide(.cancel, at: transition.at, rules: Districts.rules, using: &pool)) ?? []
        transition.append(events, rules: Districts.rules)
    }

    /// The rows that are locked before the decision.
    static func locks(for events: [Event], in store: Store) -> [LockKey] {
        Set(events.compactMap { orderID($0) }).filter { store.tables.orders[$0] != nil }.map { .order($0) }.sorted()
    }

    /// What an event of a request does: an acceptance issues an order, a withdrawal voids it.
    static func follow(
        _ event: Event, into changes: inout [OrderTransition], store: Store, process: Process, _ world: World
    ) {
        guard let id = orderID(event) else { return }
        let now = process.time(world)
        let begun = changes.firstIndex { $0.order.id == id }
        let stored = store.tables.orders[id]
        if event.meaning == .accepted {
            guard stored == nil, begun == nil else { return }
            let urgency = Urgency.allCases[Int(event.number) % Urgency.allCases.count]
            let terms = WorkOrderTerms(
                request: event.envelope.aggregate.retagged(), round: 1, category: "city/roads", urgency: urgency,
                area: Districts.grid, responsibility: Responsibility(),
                registeredAt: min(event.envelope.occurredAt, now),
                issuedAt: now)
            changes.append(OrderTransition(issuing: terms, pool: &process.pool))
        } else if let begun {
            changes[begun].cancel(pool: &process.pool)
        } else if let stored, let change = try? OrderTransition(stored, .cancel, at: now, pool: &process.pool),
            !change.events.isEmpty
        {
            changes.append(change)
        }
    }

    /// Writes the order, its timer and its journal.
    func write(to tables: inout Tables, _ world: World) {
        if let stored = tables.orders[order.id]?.version, stored != transition.before?.version {
            let version = order.version.value
            world.recorder.violate(.deadlinesOnce, "an order's version \(version) is recorded twice", world)
        }
        for (index, entry) in events.enumerated() {
            tables.recorded.append(
                Tables.Recorded(
                    order: order.id, version: entry.version.value, event: entry.event, at: transition.at))
            world.note(.recorded, "dispatch", Int(order.version.value), index)
        }
        tables.orders[order.id] = order
        if world.mutant == .timerApart, world.isFaulty, world.random.chance(30) { return }
        tables.timers[order.id] = order.nextDue(Districts.rules)?.at
    }

    /// The order that an event is about; nil where it is about none.
    private static func orderID(_ event: Event) -> WorkOrderID? {
        guard event.context == .intake, event.meaning == .accepted || event.meaning == .withdrawn else { return nil }
        return .derived(from: "round:1", in: event.envelope.aggregate)
    }
}
