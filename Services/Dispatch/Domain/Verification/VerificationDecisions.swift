import Kernel

/// Why a result did not pass verification.
public enum ReworkReason: String, Sendable, CaseIterable {
    case notDone = "not_done"
    case poorQuality = "poor_quality"
    case noEvidence = "no_evidence"
    case requesterDissatisfied = "requester_dissatisfied"
}

extension SeparationRule {
    /// The person who did the work does not verify it.
    public static let handlerCannotVerify = SeparationRule("handler-cannot-verify")
}

extension WorkOrderDecision {
    /// 核查 by somebody other than the handler; what fails is done again, and goes up after the last rework.
    mutating func verify(
        _ verdict: WorkOrderCommand.Verdict, by actor: ActorID, pool: inout CandidatePool
    ) throws(WorkOrderRejection) {
        guard let holder = order.holder else { throw illegal }
        guard holder.retagged() != actor else { throw .samePerson(.handlerCannotVerify) }
        if verdict == .passed, case .verified(_, _, actor) = order.progress { return }
        guard case .submitted(let member, let submission) = order.progress else { throw illegal }
        switch verdict {
        case .passed: record(.verified(member, submission, by: actor))
        case .failed(nil): throw .reworkReasonMissing
        case .failed(let reason?) where order.reworks < rules.escalation.reworks:
            record(.reworkOrdered(member, reason))
        case .failed:
            escalate(because: .reworkLimit)
            offerNextWave(from: &pool)
        }
    }
}
