public import City
public import DispatchDomain
public import Kernel
public import Messaging
import UseCases

/// Issues a work order for each accepted request and makes its first offers; a withdrawn request voids its orders.
public struct FollowRequests: Sendable {
    private let store: any WorkOrderStore
    private let rules: DispatchRules
    private let catalogue: Catalogue
    private let scope: AccessScope

    /// - Parameter scope: the whole installation's area: messages come for all of it.
    public init(store: any WorkOrderStore, rules: DispatchRules, catalogue: Catalogue, scope: AccessScope) {
        self.store = store
        self.rules = rules
        self.catalogue = catalogue
        self.scope = scope
    }

    /// A request's event as it came.
    public struct Item: Sendable {
        let entry: InboxEntry
        let request: ServiceRequestID
        let event: IncomingRequestEvent

        public init(entry: InboxEntry, request: ServiceRequestID, event: IncomingRequestEvent) {
            self.entry = entry
            self.request = request
            self.event = event
        }
    }

    /// Applies a batch, in one transaction.
    public func handle(_ items: [Item], at now: Timestamp) async throws -> [Outcome] {
        let requests = Set(items.filter { $0.event != .other }.map(\.request)).sorted()
        return try await store.receive(items.map(\.entry), requests: requests, scope: scope) { orders, pool, apply in
            var batch = WorkOrderBatch(orders, rules: rules, at: now)
            for item in apply.lazy.map({ items[$0] }) {
                let cause = Causation(item.entry)
                switch item.event {
                case .accepted(let acceptance):
                    batch.issue(terms(of: acceptance, for: item.request, in: batch, at: now), from: &pool, cause: cause)
                case .withdrawn:
                    batch.cancelAll(of: item.request, from: &pool, cause: cause)
                case .other: break
                }
            }
            return batch.transitions
        }
    }

    private func terms(
        of acceptance: IncomingRequestEvent.Acceptance, for request: ServiceRequestID, in batch: WorkOrderBatch,
        at now: Timestamp
    ) -> WorkOrderTerms {
        WorkOrderTerms(
            request: request, round: acceptance.round, category: acceptance.category, urgency: acceptance.urgency,
            area: acceptance.area,
            responsibility: catalogue.responsibility(for: acceptance.category, skill: acceptance.skill),
            registeredAt: min(acceptance.registeredAt, now), issuedAt: now, conflicted: batch.conflicted(of: request))
    }
}
