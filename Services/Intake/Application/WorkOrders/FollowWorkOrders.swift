public import City
public import IntakeDomain
public import Kernel
public import Messaging
public import UseCases

/// Makes the callback due when a work order is verified, and grants the contact to the member who takes one on.
public struct FollowWorkOrders: Sendable {
    private let store: any IntakeStore
    private let rules: RequestRules
    private let scope: AccessScope

    /// Makes the use case.
    ///
    /// - Parameter scope: the whole installation's area: messages come for all of it.
    public init(store: any IntakeStore, rules: RequestRules, scope: AccessScope) {
        self.store = store
        self.rules = rules
        self.scope = scope
    }

    /// A work order's event as it came.
    public struct Item: Sendable {
        let entry: InboxEntry
        let event: IncomingWorkOrderEvent

        /// Makes an item.
        public init(entry: InboxEntry, event: IncomingWorkOrderEvent) {
            self.entry = entry
            self.event = event
        }
    }

    /// Applies a batch, in one transaction.
    ///
    /// - Throws: `UnknownRequest` for an event of a request that is not there.
    public func handle(_ items: [Item], at now: Timestamp) async throws -> [Outcome] {
        let requests = Set(items.compactMap(\.event.request)).sorted()
        return try await store.receive(items.map(\.entry), requests: requests, scope: scope) { [rules] found, apply in
            var known = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
            var consequences = WorkOrderConsequences()
            for item in apply.lazy.map({ items[$0] }) {
                guard let id = item.event.request else { continue }
                guard let request = known[id] else { throw UnknownRequest(id: id) }
                switch item.event {
                case .verified(_, let round, let workOrder):
                    let command = RequestCommand.openCallback(round: round, workOrder: workOrder)
                    // A work order that was overtaken by a withdrawal or by a callback changes nothing.
                    guard RequestState.transitions.accepts(command.kind, in: request.state) else { continue }
                    let transition = Transition(
                        request, try request.decide(command, at: now, rules: rules), rules: rules,
                        action: command.kind, cause: Causation(item.entry), at: now)
                    known[id] = transition.after
                    consequences.transitions.append(transition)
                case .accepted(_, let member, let workOrder, let moment):
                    guard !request.state.isFinal else { continue }
                    // The latest replaces the earlier one, in the table as in this batch.
                    consequences.grants.removeAll { $0.request == id }
                    consequences.grants.append(
                        ContactGrant(request: id, area: request.area, member: member, workOrder: workOrder, at: moment))
                case .other: continue
                }
            }
            return consequences
        }
    }
}

/// What messages about work orders came to.
public struct WorkOrderConsequences: Sendable {
    /// What happened to requests, in order; a request may be in it more than once.
    public var transitions: [Transition<ServiceRequest>]
    /// Members who may see a contact from now on, at most one per request.
    public var grants: [ContactGrant]

    /// Makes the consequences.
    public init(transitions: [Transition<ServiceRequest>] = [], grants: [ContactGrant] = []) {
        self.transitions = transitions
        self.grants = grants
    }
}
