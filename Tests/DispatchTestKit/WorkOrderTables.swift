import City
import DispatchApplication
import DispatchDomain
import Kernel
import Messaging
import TestSupport
import UseCases

/// What the tables of Dispatch hold, and this process's candidates.
struct WorkOrderTables: Sendable {
    private(set) var orders: [WorkOrderID: WorkOrder] = [:]
    private(set) var candidates: [MemberID: Candidate] = [:]
    private(set) var published: [EventDraft] = []
    var timers: [WorkOrderID: Timestamp] = [:]
    var inbox = InMemoryInbox()
    var pool = CandidatePool()
    let rules: DispatchRules

    init(rules: DispatchRules) {
        self.rules = rules
    }

    /// What is selected, in id order.
    func select(_ selection: WorkOrderSelection) -> [WorkOrder] {
        switch selection {
        case .order(let id): orders[id].map { [$0] } ?? []
        case .offer(let offer, let member):
            orders.values.filter { order in order.offers.contains { $0.id == offer && $0.member == member } }
        case .due(let ids): ids.sorted().compactMap { orders[$0] }
        }
    }

    /// The orders of requests, in id order.
    func orders(of requests: [ServiceRequestID]) -> [WorkOrder] {
        orders.values.filter { requests.contains($0.terms.request) }.sorted { $0.id < $1.id }
    }

    /// Stores what was decided.
    ///
    /// - Parameter reschedulingAll: whether the timers of unchanged orders are set again as well.
    mutating func write(_ transitions: [Transition<WorkOrder>], reschedulingAll: Bool) {
        var freed = 0
        for transition in transitions {
            if !transition.isEmpty {
                orders[transition.after.id] = transition.after
                published += transition.drafts
                freed += count(CandidateEffect.between(transition.before, transition.after))
            }
            if reschedulingAll || !transition.isEmpty {
                timers[transition.after.id] = transition.after.nextDue(rules)?.at
            }
        }
        guard freed > 0, let now = transitions.map(\.at).max() else { return }
        wake(Set(transitions.compactMap { $0.after.terms.area.ancestor(at: .street) }), limit: freed, at: now)
    }

    /// Stores what messages about members came to.
    mutating func write(_ changes: CandidateChanges) {
        for candidate in changes.candidates { store(candidate) }
        wake(Set(changes.wokenStreets), limit: 1_000, at: changes.at)
    }

    /// Makes unassigned orders due, the oldest first.
    private mutating func wake(_ streets: Set<AreaCode>, limit: Int, at now: Timestamp) {
        let waiting = orders.values.filter { order in
            order.state == .unassigned && order.terms.area.ancestor(at: .street).map(streets.contains) == true
        }
        for order in waiting.sorted(by: { $0.id < $1.id }).prefix(limit) {
            timers[order.id] = min(timers[order.id] ?? now, now)
        }
    }

    /// Counts the effects on members; how many more orders they can take than before.
    private mutating func count(_ effects: [MemberID: CandidateEffect]) -> Int {
        for (member, effect) in effects {
            guard var candidate = candidates[member] else { continue }
            candidate.openOrders = max(0, candidate.openOrders + effect.openOrders)
            candidate.offersTaken += effect.taken
            candidate.offersCounted += effect.counted
            candidate.lastOfferedAt = [candidate.lastOfferedAt, effect.offeredAt].compactMap(\.self).max()
            if effect.isOnlyOffer { candidates[member] = candidate } else { store(candidate) }
        }
        return effects.values.reduce(0) { $0 + max(0, $1.freed) }
    }

    private mutating func store(_ candidate: Candidate) {
        var candidate = candidate
        candidate.revision += 1
        candidates[candidate.id] = candidate
        pool.absorb(candidate)
    }
}
