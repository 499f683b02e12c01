public import Kernel
import WorkingTime

// What time brings. Every due moment is absolute and follows from the order alone, so that a timer that fires late, or
// twice, or in two processes, brings each thing about exactly once.

extension WorkOrderDecision {
    /// Records all that has fallen due by now.
    mutating func passTime(pool: inout CandidatePool) {
        turnLights()
        escalateOverdue()
        expireOffers(pool: &pool)
        escalateUnassigned(of: &pool)
        retryWidestWave(in: &pool)
    }

    private mutating func turnLights() {
        for kind in ClockKind.allCases {
            while let clock = order.clock(kind), let due = clock.nextTurn, due.at <= now {
                record(.lightChanged(kind, from: clock.light, to: due.light))
            }
        }
    }

    private mutating func escalateOverdue() {
        while let due = order.overdueEscalationDue(rules), due <= now { escalate(because: .redLight) }
    }

    private mutating func expireOffers(pool: inout CandidatePool) {
        guard order.state == .offering, let due = order.offersDue, due <= now else { return }
        record(.offersExpired(wave: order.wave))
        offerNextWave(from: &pool)
    }

    private mutating func escalateUnassigned(of pool: inout CandidatePool) {
        while order.state == .unassigned, let step = order.unassignedStep(rules), step.at <= now {
            escalate(to: step.to, because: order.wavesInPass > 0 ? .noTaker : .unassigned)
            offerNextWave(from: &pool)
        }
    }
}

extension WorkOrder {
    /// What falls due, and when.
    public struct Due: Sendable, Hashable {
        /// The kinds of things that time brings.
        public enum Kind: String, Sendable, CaseIterable {
            case light, offers, escalation
        }

        /// What.
        public let kind: Kind
        /// When.
        public let at: Timestamp
    }

    /// What falls due next; nil if nothing does until someone acts.
    public func nextDue(_ rules: DispatchRules) -> Due? {
        guard !state.isFinal else { return nil }
        var due = clocks.compactMap { clock in clock.nextTurn.map { Due(kind: .light, at: $0.at) } }
        if let red = overdueEscalationDue(rules) { due.append(Due(kind: .escalation, at: red)) }
        if state == .offering, let offersDue { due.append(Due(kind: .offers, at: offersDue)) }
        if state == .unassigned, let step = unassignedStep(rules) { due.append(Due(kind: .escalation, at: step.at)) }
        return due.min { $0.at < $1.at }
    }

    /// When the open offers run out.
    var offersDue: Timestamp? { openOffers.map(\.expiresAt).min() }

    /// When an order that nobody has goes up next, and to where.
    func unassignedStep(_ rules: DispatchRules) -> (at: Timestamp, to: AreaCode.Level)? {
        guard let since = progress.waitingSince, let step = rules.escalation.next(above: level) else { return nil }
        return (since + step.after, step.to)
    }

    /// When a late order goes up: at red, and one working day later once more; while its clock is paused it stays.
    ///
    /// Source: the SLA table of the domain notes, "red +0: one level; +1 working day: next".
    func overdueEscalationDue(_ rules: DispatchRules) -> Timestamp? {
        guard !state.isFinal, overdueEscalations < 2, AreaHierarchy.up(from: level) != nil,
            let clock = clock(.resolution),
            clock.light == .red, clock.isRunning
        else { return nil }
        return overdueEscalations == 0 ? clock.redAt : rules.limits.oneWorkingDay(after: clock.redAt)
    }
}
