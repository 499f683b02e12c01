import DispatchDomain
import Kernel

/// The members who answer offers and do the work; some leave an offer to run out.
final class Members: Performer {
    private enum Phase {
        case idle
        case locking(Transaction, WorkOrderID)
        case deciding(Transaction, WorkOrderID)
        case committing(Transaction, OrderChange, taken: OfferID?)
    }

    let name = "members"
    private var phase = Phase.idle
    private var actionsLeft = 14
    private var sleepUntil = Timestamp.zero
    private var pool = Districts.pool
    private static let verifier = ActorID(high: 0x0192_0000_0000_7000, low: 1)

    func readiness(_ world: World) -> Readiness {
        guard actionsLeft > 0, !world.store(.dispatch).tables.orders.isEmpty else { return .waiting }
        return sleepUntil > world.now ? .at(sleepUntil) : .now
    }

    func step(_ world: World) {
        let store = world.store(.dispatch)
        do throws(StoreFailure) {
            switch phase {
            case .idle:
                actionsLeft -= 1
                let ids = store.tables.orders.keys.sorted()
                let id = ids[world.random.below(ids.count)]
                phase = .locking(try store.begin(), id)
            case .locking(let transaction, let id):
                guard transaction.isOpen else { throw .connection }
                if store.lock(.order(id), for: transaction) {
                    store.takeID(transaction)
                    phase = .deciding(transaction, id)
                }
            case .deciding(let transaction, let id):
                guard transaction.isOpen, let order = store.tables.orders[id] else { throw .connection }
                try decide(order, transaction, store, world)
            case .committing(let transaction, let change, let taken):
                guard transaction.isOpen else { throw .connection }
                try world.commit(transaction, store) { change.write(to: &$0, world) }
                if let taken { world.witness.offersTaken.append(taken) }
                rest(world)
            }
        } catch {
            rest(world)
        }
    }

    private func rest(_ world: World) {
        phase = .idle
        sleepUntil = world.now + .milliseconds(world.random.chance(30) ? 400_000 : 40 + world.random.below(4000))
    }

    private func decide(
        _ order: WorkOrder, _ transaction: Transaction, _ store: Store, _ world: World
    ) throws(StoreFailure) {
        var change = OrderChange(
            before: order, deciding: Deciding(order, at: world.now, rules: Districts.rules))
        let taken: OfferID?
        do {
            taken = try act(on: order, &change.deciding, world)
        } catch {
            store.rollback(transaction)
            return rest(world)
        }
        guard !change.deciding.events.isEmpty else {
            store.rollback(transaction)
            return rest(world)
        }
        store.insert(change.drafts.map { world.event($0, from: .dispatch) }, in: transaction)
        phase = .committing(transaction, change, taken: taken)
    }

    /// - Returns: the offer that is taken on.
    private func act(
        on order: WorkOrder, _ deciding: inout Deciding, _ world: World
    ) throws(WorkOrderRejection) -> OfferID? {
        switch order.state {
        case .offering:
            guard let offer = order.openOffers.first else { return nil }
            if world.random.chance(40) {
                try deciding.decline(offer.id, by: offer.member, reason: .busy, pool: &pool)
                return nil
            }
            try deciding.accept(offer.id, by: offer.member)
            return offer.id
        case .accepted, .rework:
            if let holder = order.holder { try deciding.arrive(holder) }
        case .working:
            guard let holder = order.holder else { return nil }
            try deciding.submit(Submission(result: .solved, quarterHours: 4, explanation: nil), by: holder)
        case .submitted:
            try deciding.verify(
                passed: world.random.chance(60), reason: .notDone, by: Self.verifier, pool: &pool)
        case .unassigned, .verified, .cancelled: break
        }
        return nil
    }
}
