import City
import DispatchApplication
import DispatchDomain
import Kernel
import UseCases

/// Members who answer offers and do the work, each by a command to some process; some leave an offer to run out.
///
/// There are several such groups, so what one saw may have changed by the time its command is decided on.
final class Members: Performer {
    let name: String
    private var steps: Steps?
    private var result: Result<WorkOrder, any Error>?
    /// The offer that is taken on with the command.
    private var taken: OfferID?
    private var actionsLeft = 14
    private var sleepUntil = Timestamp.zero
    private static let verifier = ActorID(high: 0x0192_0000_0000_7000, low: 1)

    init(number: Int) {
        name = "members\(number)"
    }

    func readiness(_ world: World) -> Readiness {
        if let steps { return steps.isRunning ? steps.readiness(world) : .now }
        guard actionsLeft > 0, !world.store(.dispatch).tables.orders.isEmpty else { return .waiting }
        return sleepUntil > world.now ? .at(sleepUntil) : .now
    }

    func step(_ world: World) {
        if let steps {
            if steps.isRunning { steps.proceed() }
        } else {
            begin(world)
        }
        guard steps?.isRunning != true else { return }
        if case .success? = result, let taken { world.recorder.offersTaken.append(taken) }
        (steps, result, taken) = (nil, nil, nil)
        sleepUntil = world.now + .milliseconds(world.random.chance(30) ? 400_000 : 40 + world.random.below(4000))
    }

    private func begin(_ world: World) {
        actionsLeft -= 1
        let orders = world.store(.dispatch).tables.orders
        let ids = orders.keys.sorted()
        let up = world.processes.filter { $0.context == .dispatch && $0.isUp && !$0.isStopping }
        guard let order = orders[ids[world.random.below(ids.count)]], !up.isEmpty,
            let (command, selection) = command(for: order, world)
        else { return }
        let session = Session(up[world.random.below(up.count)], world)
        let change = ChangeHandler(store: SimulatedWorkOrders(session: session), rules: Districts.rules)
        steps = session.steps
        if case .accept(let offer, _) = command { taken = offer }
        session.begin {
            try await change(command, on: selection, scope: Districts.scope, at: session.now())
        } then: {
            self.result = $0
        }
    }

    /// What somebody does with an order.
    private func command(for order: WorkOrder, _ world: World) -> (WorkOrderCommand, WorkOrderSelection)? {
        switch order.state {
        case .offering:
            guard let offer = order.openOffers.first else { return nil }
            let selection = WorkOrderSelection.offer(offer.id, offer.member)
            if world.random.chance(40) { return (.decline(offer.id, by: offer.member, .busy), selection) }
            return (.accept(offer.id, by: offer.member), selection)
        case .accepted, .rework:
            return order.holder.map { (.arrive(by: $0), .order(order.id)) }
        case .working:
            let submission = try? Submission(result: .solved, quarterHours: 4, explanation: nil)
            guard let holder = order.holder, let submission else { return nil }
            return (.submit(submission, by: holder), .order(order.id))
        case .submitted:
            let verdict: WorkOrderCommand.Verdict = world.random.chance(60) ? .passed : .failed(.notDone)
            return (.verify(verdict, by: Self.verifier), .order(order.id))
        case .unassigned, .verified, .cancelled:
            return nil
        }
    }
}
