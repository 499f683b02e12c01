import City
import DispatchDomain
import Kernel
import Messaging
import UseCases

/// The orders of one batch of messages, as they stand after what has been decided so far.
struct WorkOrderBatch {
    private let rules: DispatchRules
    private let now: Timestamp
    private var known: [WorkOrderID: WorkOrder] = [:]
    private var ofRequest: [ServiceRequestID: [WorkOrderID]] = [:]
    private var changed: [WorkOrderID: Transition<WorkOrder>] = [:]
    private var sequence: [WorkOrderID] = []

    init(_ orders: [WorkOrder], rules: DispatchRules, at now: Timestamp) {
        self.rules = rules
        self.now = now
        for order in orders { add(order) }
    }

    /// What has to be stored, in the order in which the orders were first touched.
    var transitions: [Transition<WorkOrder>] { sequence.compactMap { changed[$0] } }

    /// Members who had to do with an earlier round: its handlers, and those who spoke of a conflict of interest.
    func conflicted(of request: ServiceRequestID) -> Set<MemberID> {
        (ofRequest[request] ?? []).compactMap(order).reduce(into: []) { members, order in
            members.formUnion(order.conflicted)
            if let holder = order.holder { members.insert(holder) }
        }
    }

    /// Issues an order and makes its first offers; a second acceptance of the same round changes nothing.
    mutating func issue(_ terms: WorkOrderTerms, from pool: inout CandidatePool, cause: Causation) {
        guard order(terms.id) == nil else { return }
        let order = WorkOrder(terms, rules: rules)
        add(order)
        sequence.append(order.id)
        changed[order.id] = Transition(
            creating: order, .issued(terms), decide(.offer, on: order, from: &pool), rules: rules,
            action: WorkOrderCreation.issue, cause: cause, at: now)
    }

    /// Voids all orders of a request that are not finished.
    mutating func cancelAll(of request: ServiceRequestID, from pool: inout CandidatePool, cause: Causation) {
        for id in ofRequest[request] ?? [] {
            guard let order = order(id) else { continue }
            let events = decide(.cancel, on: order, from: &pool)
            guard !events.isEmpty else { continue }
            if changed[id] == nil {
                sequence.append(id)
                changed[id] = Transition(
                    order, events, rules: rules, action: WorkOrderCommand.Kind.cancel, cause: cause, at: now)
            } else {
                // An order of this very batch goes on in its transition, so that its events stay in one row.
                changed[id]?.append(events, rules: rules)
            }
        }
    }

    private func order(_ id: WorkOrderID) -> WorkOrder? { changed[id]?.after ?? known[id] }

    private mutating func add(_ order: WorkOrder) {
        known[order.id] = order
        ofRequest[order.terms.request, default: []].append(order.id)
    }

    private func decide(
        _ command: WorkOrderCommand, on order: WorkOrder, from pool: inout CandidatePool
    ) -> [WorkOrderEvent] {
        do {
            return try order.decide(command, at: now, rules: rules, using: &pool)
        } catch {
            preconditionFailure("offering and cancelling are never refused: \(error)")
        }
    }
}

/// How a work order comes to be.
enum WorkOrderCreation: String {
    case issue
}
