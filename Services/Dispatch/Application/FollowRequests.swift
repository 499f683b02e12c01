public import DispatchDomain
public import Kernel
public import Messaging

/// Issues a work order for each accepted request and makes its first offers; a withdrawn request voids its order.
public struct FollowRequests: Sendable {
    private let store: any WorkOrderStore
    private let rules: DispatchRules
    private let catalogue: Catalogue
    private let time: any TimeSource
    private let reach: Reach

    /// - Parameter reach: the whole installation's area: messages come for all of it.
    public init(
        store: any WorkOrderStore, rules: DispatchRules, catalogue: Catalogue, time: any TimeSource, reach: Reach
    ) {
        self.store = store
        self.rules = rules
        self.catalogue = catalogue
        self.time = time
        self.reach = reach
    }

    /// A request's event with its receipt.
    public struct Item: Sendable {
        let receipt: Receipt
        let request: ServiceRequestID
        let news: RequestNews

        public init(receipt: Receipt, request: ServiceRequestID, news: RequestNews) {
            self.receipt = receipt
            self.request = request
            self.news = news
        }
    }

    /// Applies a batch, in one transaction.
    public func handle(_ items: [Item]) async throws -> [Outcome] {
        let now = time.now()
        let requests = Set(items.filter { $0.news != .other }.map(\.request)).sorted()
        return try await store.receive(reach, items.map(\.receipt), requests: requests) { orders, pool, apply in
            var batch = Batch(orders: orders)
            for index in apply {
                batch.cause = Causation(items[index].receipt)
                switch items[index].news {
                case .accepted(let acceptance):
                    issue(acceptance, for: items[index].request, in: &batch, pool: &pool, at: now)
                case .withdrawn:
                    batch.cancelAll(of: items[index].request, at: now, rules: rules)
                case .other: break
                }
            }
            return batch.changes
        }
    }

    private func issue(
        _ acceptance: RequestNews.Acceptance, for request: ServiceRequestID, in batch: inout Batch,
        pool: inout CandidatePool, at now: Timestamp
    ) {
        let issue = Issue(
            request: request, round: acceptance.round, category: acceptance.category, urgency: acceptance.urgency,
            area: acceptance.area,
            responsibility: catalogue.responsibility(for: acceptance.category, skill: acceptance.skill),
            registeredAt: min(acceptance.registeredAt, now), issuedAt: now,
            conflicted: batch.conflicted(of: request))
        // One order a round: a second acceptance of the same round changes nothing.
        guard !batch.has(issue.id) else { return }
        var deciding = Deciding(issuing: issue, rules: rules)
        deciding.offerNextWave(from: &pool)
        batch.add(deciding, before: nil, action: .issue)
    }
}

/// The orders of one batch, as they stand after what has been decided so far.
private struct Batch {
    private var known: [WorkOrderID: WorkOrder] = [:]
    private var ofRequest: [ServiceRequestID: [WorkOrderID]] = [:]
    private var deciding: [WorkOrderID: (Deciding, before: WorkOrder?, action: Change.Action, cause: Causation?)] = [:]
    /// The message that is being followed; the first one that changes an order stands for all of the batch.
    var cause: Causation?
    private var order: [WorkOrderID] = []

    init(orders: [WorkOrder]) {
        for order in orders {
            known[order.id] = order
            ofRequest[order.issue.request, default: []].append(order.id)
        }
    }

    var changes: [Change] {
        order.compactMap { id in
            deciding[id].map { Change($0.0, before: $0.before, actor: nil, action: $0.action, cause: $0.cause) }
        }
    }

    func has(_ id: WorkOrderID) -> Bool { known[id] != nil }

    /// Who had to do with an earlier round: its handlers, and whoever spoke of a conflict of interest.
    func conflicted(of request: ServiceRequestID) -> Set<MemberID> {
        (ofRequest[request] ?? []).compactMap { known[$0] }.reduce(into: []) { members, order in
            members.formUnion(order.conflicted)
            if let holder = order.holder { members.insert(holder) }
        }
    }

    mutating func add(_ decision: Deciding, before: WorkOrder?, action: Change.Action) {
        let id = decision.order.id
        if known.updateValue(decision.order, forKey: id) == nil {
            ofRequest[decision.order.issue.request, default: []].append(id)
        }
        if deciding[id] == nil { order.append(id) }
        deciding[id] = (decision, before, action, deciding[id]?.cause ?? cause)
    }

    mutating func cancelAll(of request: ServiceRequestID, at now: Timestamp, rules: DispatchRules) {
        for id in ofRequest[request] ?? [] {
            // An order issued in this very batch goes on in the same decision, so that its events stay in one row.
            var decision: Deciding
            if let begun = deciding[id] {
                decision = begun.0
            } else if let order = known[id] {
                decision = Deciding(order, at: now, rules: rules)
            } else {
                continue
            }
            let before = deciding[id]?.before ?? known[id]
            decision.cancel()
            guard !decision.events.isEmpty else { continue }
            add(decision, before: deciding[id] == nil ? before : deciding[id]?.before, action: .cancel)
        }
    }
}
