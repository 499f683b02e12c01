public import DispatchDomain
public import Kernel
public import Logging
import Messaging
import Metrics

/// Fires what has fallen due: offers that ran out, lights, escalations.
public struct PassTime: Sendable {
    private let store: any WorkOrderStore
    private let rules: DispatchRules
    private let time: any TimeSource
    private let reach: Reach
    private let logger: Logger
    private let fired = Counter(label: "minqing_dispatch_timers_due_total")

    /// - Parameter reach: the whole installation's area: time passes everywhere.
    public init(
        store: any WorkOrderStore, rules: DispatchRules, time: any TimeSource, reach: Reach, logger: Logger
    ) {
        self.store = store
        self.rules = rules
        self.time = time
        self.reach = reach
        self.logger = logger
    }

    /// Fires one batch.
    ///
    /// - Returns: how many orders were due; as many as the limit means that there may be more.
    public func fire(limit: Int = 100) async throws -> Int {
        let due = try await store.due(reach, at: time.now(), limit: limit)
        fired.increment(by: due.count)
        guard !due.isEmpty else {
            try await store.refreshPool(reach)
            return 0
        }
        do {
            try await fire(due)
        } catch  where due.count > 1 && !Task.isCancelled {
            for id in due { try await fireAlone(id, after: error) }
        }
        return due.count
    }

    private func fire(_ ids: [WorkOrderID]) async throws {
        let now = time.now()
        try await store.change(reach, .free(ids)) { orders, pool in
            Changes(
                orders.map { order in
                    var deciding = Deciding(order, at: now, rules: rules)
                    deciding.passTime(pool: &pool)
                    return Change(deciding, before: order, actor: nil, action: .passTime)
                })
        }
    }

    /// One order that cannot be dealt with must not hold the others up: it is tried again a minute later.
    private func fireAlone(_ id: WorkOrderID, after batch: any Error) async throws {
        do {
            try await fire([id])
        } catch  where !((error as? any TransientFailure)?.isTransient ?? false) {
            logger.error("an order's time could not be passed", metadata: ["work_order": "\(id)", "error": "\(error)"])
            try await store.postpone(reach, id, to: time.now() + .seconds(60))
        }
    }
}
