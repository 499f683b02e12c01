public import City
public import DispatchDomain
public import Kernel
public import Logging
import Metrics
import UseCases

/// Does what is due: lights turn, offers run out, orders that nobody has or that are late go up.
public struct PassTime: Sendable {
    private let store: any WorkOrderStore
    private let rules: DispatchRules
    private let time: any TimeSource
    private let scope: AccessScope
    private let logger: Logger
    private let fired = Counter(label: "minqing_dispatch_timers_due_total")

    /// - Parameter scope: the whole installation's area: time passes in all of it.
    public init(
        store: any WorkOrderStore, rules: DispatchRules, time: any TimeSource, scope: AccessScope, logger: Logger
    ) {
        self.store = store
        self.rules = rules
        self.time = time
        self.scope = scope
        self.logger = logger
    }

    /// Works on at most `limit` orders that are due, the longest due first.
    ///
    /// - Returns: how many were due, so that the caller knows whether there may be more.
    public func fire(limit: Int = 100) async throws -> Int {
        let due = try await store.due(at: time.now(), limit: limit, scope: scope)
        fired.increment(by: due.count)
        guard !due.isEmpty else {
            // While nothing is due, what other processes changed is taken over in time.
            try await store.refreshCandidates(scope: scope)
            return 0
        }
        do {
            try await fire(due)
        } catch  where due.count > 1 && !Task.isCancelled {
            for id in due { try await fireAlone(id) }
        }
        return due.count
    }

    private func fire(_ ids: [WorkOrderID]) async throws {
        let now = time.now()
        _ = try await store.change(.due(ids), scope: scope) { [rules] orders, pool in
            try orders.map { order in
                let events = try order.decide(.passTime, at: now, rules: rules, using: &pool)
                return Transition(order, events, rules: rules, action: WorkOrderCommand.Kind.passTime, at: now)
            }
        }
    }

    /// An order that fails alone is put off, so that it keeps no other from its time.
    private func fireAlone(_ id: WorkOrderID) async throws {
        do {
            try await fire([id])
        } catch  where !((error as? any TransientFailure)?.isTransient ?? false) {
            logger.error("an order's time could not be passed", metadata: ["work_order": "\(id)", "error": "\(error)"])
            try await store.postpone(id, to: time.now() + .seconds(60), scope: scope)
        }
    }
}
