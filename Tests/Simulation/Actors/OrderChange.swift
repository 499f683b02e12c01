import DispatchDomain
import Kernel
import Messaging
import Wire

/// One work order's way from one stored state to the next, decided by the real domain.
struct OrderChange {
    let before: WorkOrder?
    var deciding: Deciding

    /// What others hear of it.
    var drafts: [Draft] {
        let order = deciding.order
        let first = order.version.value - Int64(deciding.events.count) + 1
        return deciding.events.indices.map { index in
            Draft(aggregate: order.id.retagged(), version: first + Int64(index), body: [News.told.rawValue])
        }
    }

    /// The rows that are locked before the decision.
    static func locks(for events: [Event], in store: Store) -> [LockKey] {
        Set(events.compactMap { orderID($0) }).filter { store.tables.orders[$0] != nil }.map { .order($0) }.sorted()
    }

    /// What an event of a request does: an acceptance issues an order, a withdrawal voids it.
    static func follow(
        _ event: Event, into changes: inout [OrderChange], store: Store, process: Process, _ world: World
    ) {
        guard let id = orderID(event) else { return }
        let now = process.time(world)
        let begun = changes.firstIndex { $0.deciding.order.id == id }
        let stored = store.tables.orders[id]
        if event.news == .accepted {
            guard stored == nil, begun == nil else { return }
            let urgency = Urgency.allCases[Int(event.number) % Urgency.allCases.count]
            let issue = Issue(
                request: event.envelope.aggregate.retagged(), round: 1, category: "city/roads", urgency: urgency,
                area: Districts.grid, responsibility: Responsibility(),
                registeredAt: min(event.envelope.occurredAt, now),
                issuedAt: now)
            var change = OrderChange(before: nil, deciding: Deciding(issuing: issue, rules: Districts.rules))
            change.deciding.offerNextWave(from: &process.pool)
            changes.append(change)
        } else if let begun {
            changes[begun].deciding.cancel()
        } else if let stored {
            var change = OrderChange(
                before: stored, deciding: Deciding(stored, at: now, rules: Districts.rules))
            change.deciding.cancel()
            if !change.deciding.events.isEmpty { changes.append(change) }
        }
    }

    /// Writes the order, its timer and its journal.
    func write(to tables: inout Tables, _ world: World) {
        let order = deciding.order
        if let stored = tables.orders[order.id]?.version, stored != before?.version {
            let version = order.version.value
            world.witness.violate(.deadlinesOnce, "an order's version \(version) is told twice", world)
        }
        let first = order.version.value - Int64(deciding.events.count) + 1
        for (index, event) in deciding.events.enumerated() {
            tables.told.append(
                Tables.Told(order: order.id, version: first + Int64(index), event: event, at: deciding.now))
            world.note(.told, "dispatch", Int(order.version.value), index)
        }
        tables.orders[order.id] = order
        if world.mutant == .timerApart, world.isFaulty, world.random.chance(30) { return }
        tables.timers[order.id] = order.nextDue(Districts.rules)?.at
    }

    /// The order that an event is about; nil where it is about none.
    private static func orderID(_ event: Event) -> WorkOrderID? {
        guard event.place == .intake, event.news == .accepted || event.news == .withdrawn else { return nil }
        return .derived(from: "round:1", in: event.envelope.aggregate)
    }
}
