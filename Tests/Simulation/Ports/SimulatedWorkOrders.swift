import City
import DispatchApplication
import DispatchDomain
import Kernel
import Messaging
import UseCases

/// The port of Dispatch over the simulated tables.
struct SimulatedWorkOrders: WorkOrderStore {
    let session: Session

    private var store: Store { session.store }
    private var world: World { session.world }

    func change(
        _ selection: WorkOrderSelection, scope: AccessScope,
        decide: ([WorkOrder], inout CandidatePool) throws -> [Transition<WorkOrder>]
    ) async throws -> [Transition<WorkOrder>] {
        if case .due(let ids) = selection { return try await fire(ids, scope: scope, decide: decide) }
        let transaction = try session.open()
        try await session.lock(select(selection).map { .order($0) }, in: transaction)
        store.takeID(transaction)
        try await session.pause(in: transaction)
        let transitions = try self.decide(on: select(selection), scope: scope, in: transaction, decide)
        try await session.pause(in: transaction)
        try world.commit(transaction, store) { tables in
            for transition in transitions { tables.write(transition, world) }
        }
        return transitions
    }

    func receive(
        _ entries: [InboxEntry], requests: [ServiceRequestID], scope: AccessScope,
        decide: ([WorkOrder], inout CandidatePool, _ apply: [Int]) throws -> [Transition<WorkOrder>]
    ) async throws -> [Outcome] {
        func ids() -> [WorkOrderID] {
            store.tables.orders.values.filter { requests.contains($0.terms.request) }.map(\.id).sorted()
        }
        return try await session.receive(entries, locks: ids().map { .order($0) }) { apply in
            guard !requests.isEmpty, !apply.isEmpty else { return Session.Decided() }
            let transitions = try decide(orders(ids(), scope: scope), &session.process.pool, apply)
            return Session.Decided(drafts: transitions.flatMap(\.drafts)) { tables in
                for transition in transitions { tables.write(transition, world) }
            }
        }
    }

    func due(at now: Timestamp, limit: Int, scope: AccessScope) async throws -> [WorkOrderID] {
        guard !store.isDown else { throw StoreFailure.connection }
        return store.tables.timers.filter { $0.value <= now }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
            .prefix(limit).map(\.key)
    }

    func postpone(_ id: WorkOrderID, to moment: Timestamp, scope: AccessScope) async throws {
        try await session.steps.pause()
        try world.write(store) { $0.timers[id] = moment }
    }

    /// Every process knows the same members from its start on.
    func refreshCandidates(scope: AccessScope) async throws {}

    // MARK: Orders that are due

    private func fire(
        _ ids: [WorkOrderID], scope: AccessScope,
        decide: ([WorkOrder], inout CandidatePool) throws -> [Transition<WorkOrder>]
    ) async throws -> [Transition<WorkOrder>] {
        let transaction: Transaction
        let read: [WorkOrder]
        if world.mutant == .deadlineUnlocked || world.mutant == .rowCountIgnored {
            // The mistake: what is decided on is what was read here.
            transaction = try session.open()
            read = orders(ids.sorted(), scope: scope)
            try await session.pause(in: transaction)
        } else {
            try await session.steps.pause()
            transaction = try session.open()
            store.takeID(transaction)
            // `FOR UPDATE SKIP LOCKED`: what another process deals with is left to it.
            let mine = ids.sorted().filter { store.lock(.order($0), for: transaction) }
            try await session.pause(in: transaction)
            read = orders(mine, scope: scope)
        }
        store.takeID(transaction)
        let transitions = try session.decide(in: transaction) { try decide(read, &session.process.pool) }
        session.insert(transitions.flatMap(\.drafts), in: transaction)
        try await settle(transitions, in: transaction)
        return transitions
    }

    private func settle(_ transitions: [Transition<WorkOrder>], in transaction: Transaction) async throws {
        if world.mutant == .rowCountIgnored {
            try await session.pause(in: transaction)
        } else {
            // An update waits for a row that another transaction has locked.
            let keys = transitions.map { LockKey.order($0.after.id) }
            try await session.pause(.locks(keys, transaction, store), in: transaction)
            // It names the version that was read, and its row count is compared.
            if transitions.contains(where: { store.tables.orders[$0.after.id]?.version != $0.before?.version }) {
                store.rollback(transaction)
                throw StoreFailure.rowCount
            }
        }
        try world.commit(transaction, store) { tables in
            for transition in transitions { tables.write(transition, world) }
        }
    }

    // MARK: Rows

    private func select(_ selection: WorkOrderSelection) -> [WorkOrderID] {
        switch selection {
        case .order(let id): store.tables.orders[id] == nil ? [] : [id]
        case .offer(let offer, let member):
            store.tables.orders.values.filter { order in
                order.offers.contains { $0.id == offer && $0.member == member }
            }.map(\.id)
        case .due(let ids): ids.sorted()
        }
    }

    private func orders(_ ids: [WorkOrderID], scope: AccessScope) -> [WorkOrder] {
        ids.compactMap { store.tables.orders[$0] }.filter { scope.area.contains($0.terms.area) }
    }

    private func decide(
        on ids: [WorkOrderID], scope: AccessScope, in transaction: Transaction,
        _ body: ([WorkOrder], inout CandidatePool) throws -> [Transition<WorkOrder>]
    ) throws -> [Transition<WorkOrder>] {
        let transitions = try session.decide(in: transaction) {
            try body(orders(ids, scope: scope), &session.process.pool)
        }
        session.insert(transitions.flatMap(\.drafts), in: transaction)
        return transitions
    }
}

extension Tables {
    /// Writes an order, its timer and its journal.
    mutating func write(_ transition: Transition<WorkOrder>, _ world: World) {
        let order = transition.after
        if let stored = orders[order.id]?.version, stored != transition.before?.version {
            world.recorder.violate(
                .deadlinesOnce, "an order's version \(order.version.value) is recorded twice", world)
        }
        for (index, entry) in transition.events.filter(\.event.isStateChange).enumerated() {
            recorded.append(
                Recorded(order: order.id, version: entry.version.value, event: entry.event, at: transition.at))
            world.note(.recorded, "dispatch", Int(order.version.value), index)
        }
        orders[order.id] = order
        if world.mutant == .timerApart, world.isFaulty, world.random.chance(30) { return }
        timers[order.id] = order.nextDue(Districts.rules)?.at
    }
}
