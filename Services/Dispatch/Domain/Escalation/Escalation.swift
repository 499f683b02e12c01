import Kernel

extension WorkOrderDecision {
    /// One level up, or where it is if it stands at the top already.
    mutating func escalate(to level: AreaCode.Level? = nil, because cause: EscalationCause) {
        let target = level ?? AreaHierarchy.up(from: order.level) ?? order.level
        record(.escalated(from: order.level, to: target, cause: cause))
    }
}
