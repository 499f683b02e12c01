public import Kernel

extension ServiceRequest {
    /// What a command leads to in this state; nothing where it has no effect.
    ///
    /// - Throws: the reason why it is not carried out.
    public func decide(
        _ command: RequestCommand, at now: Timestamp, rules: RequestRules, using resources: inout Void
    ) throws(RequestRejection) -> [RequestEvent] {
        if case .rate(let stars) = command, !(1...5).contains(stars) { throw .starsOutOfRange }
        guard RequestState.transitions.accepts(command.kind, in: state) else { throw notPossible }
        switch command {
        case .accept(let category, let urgency, let area):
            guard area.level <= .community else { throw .areaTooCoarse(area) }
            return [.accepted(category: category, urgency: urgency, area: area, round: 1)]
        case .handOver(let authority): return [.handedOver(to: authority)]
        case .refuse(let reason): return [.refused(reason)]
        case .withdraw: return [.withdrawn]
        case .openCallback(let number, let workOrder):
            guard case .accepted(let round) = progress, round.number == number else { return [] }
            return [.callbackDue(round: number, workOrder: workOrder)]
        case .recordCallback(let result, let resolved, let asLeader):
            guard case .callbackDue(let round) = progress else { throw notPossible }
            guard !round.isLeaderCase || asLeader else { throw .leaderCase }
            guard !(result == .unreachable && resolved) else { throw .unreachableCannotBeResolved }
            return calledBack(round, result, resolved: resolved, policies: rules.callbacks)
        case .rate(let stars):
            guard case .closed(let closed) = progress else { throw notPossible }
            guard closed.stars == nil else { throw .alreadyRated }
            return [.rated(stars: stars, workOrder: closed.round.workOrder)]
        }
    }

    private func calledBack(
        _ round: VerifiedRound, _ result: CallbackResult, resolved: Bool, policies: CallbackPolicies
    ) -> [RequestEvent] {
        let attempt = round.attempts + 1
        let consequence = policies.consequence(
            of: result, resolved: resolved, attempt: attempt, reopenings: round.reopenings,
            isLeaderCase: round.isLeaderCase)
        let answer = RequestEvent.calledBack(
            round: round.number, result: result, resolved: resolved, attempt: attempt,
            leaderCase: round.isLeaderCase || consequence == .escalateToLeader)
        switch consequence {
        case .callAgain, .escalateToLeader: return [answer]
        case .close: return [answer, .closed(round: round.number, result: result, workOrder: round.workOrder)]
        case .reopen:
            return [
                answer, .reopened(round: round.number + 1, workOrder: round.workOrder),
                .accepted(category: round.category, urgency: urgency, area: area, round: round.number + 1),
            ]
        }
    }

    private var notPossible: RequestRejection { .notPossible(in: state, allowed: state.next) }
}
