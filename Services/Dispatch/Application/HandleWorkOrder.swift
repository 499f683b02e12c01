public import DispatchDomain
public import Kernel

/// What people do with an order that has been taken on, or that a unit puts someone on.
public struct HandleWorkOrder: Sendable {
    private let store: any WorkOrderStore
    private let rules: DispatchRules
    private let time: any TimeSource

    public init(store: any WorkOrderStore, rules: DispatchRules, time: any TimeSource) {
        self.store = store
        self.rules = rules
        self.time = time
    }

    /// 到场.
    ///
    /// Throws: `DispatchRejection`.
    public func arrive(_ id: WorkOrderID, by member: MemberID, reach: Reach) async throws -> WorkOrder {
        try await change(id, reach: reach, action: .arrive) { deciding, _ in try deciding.arrive(member) }
    }

    /// 提交办结.
    ///
    /// Throws: `DispatchRejection`.
    public func submit(
        _ id: WorkOrderID, _ submission: Submission, by member: MemberID, reach: Reach
    ) async throws -> WorkOrder {
        try await change(id, reach: reach, action: .submit) { deciding, _ in
            try deciding.submit(submission, by: member)
        }
    }

    /// 核查, by someone other than the handler.
    ///
    /// Throws: `DispatchRejection`.
    public func verify(
        _ id: WorkOrderID, passed: Bool, reason: ReworkReason?, by actor: ActorID, reach: Reach
    ) async throws -> WorkOrder {
        try await change(id, reach: reach, action: .verify) { deciding, pool in
            try deciding.verify(passed: passed, reason: reason, by: actor, pool: &pool)
        }
    }

    /// A unit assigns a member.
    ///
    /// Throws: `DispatchRejection`.
    public func assign(_ id: WorkOrderID, to member: MemberID, reach: Reach) async throws -> WorkOrder {
        try await change(id, reach: reach, action: .assign) { deciding, pool in
            try deciding.assign(member, of: reach.area, from: pool)
        }
    }

    private func change(
        _ id: WorkOrderID, reach: Reach, action: Change.Action,
        decide: (inout Deciding, inout CandidatePool) throws -> Void
    ) async throws -> WorkOrder {
        let now = time.now()
        return try await store.change(reach, .order(id)) { orders, pool in
            try OneOrder.change(
                orders, now: now, rules: rules, actor: reach.actor, action: action, pool: &pool, decide: decide)
        }
    }
}
