public import Kernel

extension ServiceRequest {
    /// Takes an event into the state.
    ///
    /// - Precondition: the event is what a decision on this very state came to.
    public mutating func apply(_ event: RequestEvent, at now: Timestamp, rules: RequestRules) {
        version = version.next()
        switch (event, progress) {
        case (.reopened, .callbackDue): break
        case (.accepted(let category, let urgency, let area, let number), .registered),
            (.accepted(let category, let urgency, let area, let number), .callbackDue):
            self.urgency = urgency
            self.area = area
            located = area.level <= .community
            enter(.accepted(AcceptedRound(category: category, number: number, after: progress)), at: now)
        case (.handedOver, .registered(let category)): enter(.handedOver(category), at: now)
        case (.refused, .registered(let category)): enter(.refused(category), at: now)
        case (.withdrawn, .registered), (.withdrawn, .accepted), (.withdrawn, .callbackDue):
            enter(.withdrawn(Withdrawal(progress.figures)), at: now)
        case (.callbackDue(_, let workOrder), .accepted(let round)):
            enter(.callbackDue(VerifiedRound(round, workOrder: workOrder)), at: now)
        case (.calledBack(_, let result, _, let attempt, let leaderCase), .callbackDue(var round)):
            round.attempts = attempt
            round.callback = result
            round.isLeaderCase = leaderCase
            progress = .callbackDue(round)
        case (.closed, .callbackDue(let round)):
            guard let closed = ClosedRound(round) else { outOfTurn(event) }
            enter(.closed(closed), at: now)
        case (.rated(let stars, _), .closed(var closed)):
            closed.stars = stars
            progress = .closed(closed)
        default: outOfTurn(event)
        }
    }

    private mutating func enter(_ progress: RequestProgress, at now: Timestamp) {
        self.progress = progress
        since = now
    }

    private func outOfTurn(_ event: RequestEvent) -> Never {
        preconditionFailure("\(event.code) cannot follow on \(state.rawValue)")
    }
}
