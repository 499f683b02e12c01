public import Kernel

// Doing the work, and looking at what was done.

extension Deciding {
    /// 到场: the holder is there.
    public mutating func arrive(_ member: MemberID) throws(WorkOrderRejection) {
        guard order.holder == member else { throw .notHolder }
        if order.state == .working { return }
        try expect(.accepted, .rework)
        tell(.arrived(member))
    }

    /// 提交办结: the holder reports the result; the same report once more gets the same answer.
    public mutating func submit(_ submission: Submission, by member: MemberID) throws(WorkOrderRejection) {
        guard order.holder == member else { throw .notHolder }
        if order.state == .submitted, order.submission == submission { return }
        try expect(.working, .rework)
        tell(.submitted(member, submission))
    }

    /// 核查 by someone other than the handler; what fails is done again, and after the last rework goes up.
    public mutating func verify(
        passed: Bool, reason: ReworkReason?, by actor: ActorID, pool: inout CandidatePool
    ) throws(WorkOrderRejection) {
        guard let holder = order.holder, holder.retagged() != actor else {
            throw order.holder == nil ? illegal : .handlerCannotVerify
        }
        if order.state == .verified, passed, order.verifier == actor { return }
        try expect(.submitted)
        if passed { return tell(.verified(by: actor)) }
        guard let reason else { throw .reworkReasonMissing }
        guard order.reworks >= rules.escalation.reworks else { return tell(.reworkOrdered(holder, reason)) }
        goUp(because: .reworkLimit)
        offerNextWave(from: &pool)
    }

    /// 撤回: the requester withdrew; what is finished stays as it is.
    public mutating func cancel() {
        guard !order.state.isFinal else { return }
        tell(.cancelled)
    }

    /// One level up, or where it is if it stands at the top already.
    mutating func goUp(to level: AreaCode.Level? = nil, because cause: EscalationCause) {
        let target = level ?? Chain.up(from: order.level) ?? order.level
        tell(.escalated(from: order.level, to: target, cause: cause))
    }
}
