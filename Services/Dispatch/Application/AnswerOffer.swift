public import DispatchDomain
public import Kernel

/// A member takes an offer or declines it.
public struct AnswerOffer: Sendable {
    private let store: any WorkOrderStore
    private let rules: DispatchRules
    private let time: any TimeSource

    public init(store: any WorkOrderStore, rules: DispatchRules, time: any TimeSource) {
        self.store = store
        self.rules = rules
        self.time = time
    }

    /// 接单: exactly one of those who come at once gets it.
    ///
    /// Throws: `DispatchRejection`.
    public func accept(_ offer: OfferID, by member: MemberID, reach: Reach) async throws -> WorkOrder {
        try await answer(offer, by: member, reach: reach, action: .accept) { deciding, _ in
            try deciding.accept(offer, by: member)
        }
    }

    /// 谢绝 with a reason.
    ///
    /// Throws: `DispatchRejection`.
    public func decline(
        _ offer: OfferID, by member: MemberID, reason: DeclineReason, reach: Reach
    ) async throws -> WorkOrder {
        try await answer(offer, by: member, reach: reach, action: .decline) { deciding, pool in
            try deciding.decline(offer, by: member, reason: reason, pool: &pool)
        }
    }

    private func answer(
        _ offer: OfferID, by member: MemberID, reach: Reach, action: Change.Action,
        decide: (inout Deciding, inout CandidatePool) throws -> Void
    ) async throws -> WorkOrder {
        let now = time.now()
        return try await store.change(reach, .offer(offer, member)) { orders, pool in
            try OneOrder.change(
                orders, now: now, rules: rules, actor: member.retagged(), action: action, pool: &pool, decide: decide)
        }
    }
}
