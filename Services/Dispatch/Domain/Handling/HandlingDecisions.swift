import City
import Kernel

// Doing the work.

extension WorkOrderDecision {
    /// 到场: the holder has arrived.
    mutating func arrive(_ member: MemberID) throws(WorkOrderRejection) {
        guard order.holder == member else { throw .notHolder }
        if order.state == .working { return }
        try expect(.arrive)
        record(.arrived(member))
    }

    /// 提交办结: the holder reports the result; the same report once more gets the same answer.
    mutating func submit(_ submission: Submission, by member: MemberID) throws(WorkOrderRejection) {
        guard order.holder == member else { throw .notHolder }
        if case .submitted(_, submission) = order.progress { return }
        try expect(.submit)
        record(.submitted(member, submission))
    }

    /// 撤回: the requester withdrew; what is finished stays as it is.
    mutating func cancel() {
        guard WorkOrderState.transitions.accepts(.cancel, in: order.state) else { return }
        record(.cancelled)
    }
}
