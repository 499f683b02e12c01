import City
import DispatchDomain
import Kernel

/// The members who answer offers and do the work; some leave an offer to run out.
final class Members: Performer {
    private enum Phase {
        case idle
        case locking(Transaction, WorkOrderID)
        case deciding(Transaction, WorkOrderID)
        case committing(Transaction, OrderTransition, taken: OfferID?)
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
                if let taken { world.recorder.offersTaken.append(taken) }
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
        guard let (command, taken) = command(for: order, world),
            let change = try? OrderTransition(order, command, at: world.now, pool: &pool), !change.events.isEmpty
        else {
            store.rollback(transaction)
            return rest(world)
        }
        store.insert(change.drafts.map { world.event($0, from: .dispatch) }, in: transaction)
        phase = .committing(transaction, change, taken: taken)
    }

    /// What somebody does with an order, and the offer that is taken on with it.
    private func command(for order: WorkOrder, _ world: World) -> (WorkOrderCommand, taken: OfferID?)? {
        switch order.state {
        case .offering:
            guard let offer = order.openOffers.first else { return nil }
            if world.random.chance(40) { return (.decline(offer.id, by: offer.member, .busy), nil) }
            return (.accept(offer.id, by: offer.member), offer.id)
        case .accepted, .rework:
            return order.holder.map { (.arrive(by: $0), nil) }
        case .working:
            let submission = try? Submission(result: .solved, quarterHours: 4, explanation: nil)
            guard let holder = order.holder, let submission else { return nil }
            return (.submit(submission, by: holder), nil)
        case .submitted:
            return (.verify(world.random.chance(60) ? .passed : .failed(.notDone), by: Self.verifier), nil)
        case .unassigned, .verified, .cancelled:
            return nil
        }
    }
}
