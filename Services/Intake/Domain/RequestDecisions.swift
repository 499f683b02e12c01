import Kernel

extension ServiceRequest {
    /// What a command leads to in this state; nothing where it has no effect.
    ///
    /// - Throws: the reason why it is not carried out.
    public func decide(
        _ command: RequestCommand, policies: CallbackPolicies = CallbackPolicies()
    ) throws(RequestRejection) -> [RequestEvent] {
        switch command {
        case .accept(let category, let urgency, let area):
            try require(.registered)
            guard area.level <= .community else { throw .areaTooCoarse(area) }
            return [.accepted(category: category, urgency: urgency, area: area, round: 1)]
        case .handOver(let authority):
            try require(.registered)
            return [.handedOver(to: authority)]
        case .refuse(let reason):
            try require(.registered)
            return [.refused(reason)]
        case .withdraw:
            try require(.registered, .accepted, .callbackDue)
            return [.withdrawn]
        case .recordCallback(let result, let resolved, let asLeader):
            try require(.callbackDue)
            guard !isLeaderCase || asLeader else { throw .leaderCase }
            return try calledBack(result, resolved: resolved, policies: policies)
        case .rate(let stars):
            return try rated(stars)
        case .verified(let round, let workOrder):
            // A work order that was overtaken by a withdrawal or by a later round changes nothing.
            guard state == .accepted, round == self.round else { return [] }
            return [.callbackDue(round: round, workOrder: workOrder)]
        }
    }

    private func calledBack(
        _ result: CallbackResult, resolved: Bool, policies: CallbackPolicies
    ) throws(RequestRejection) -> [RequestEvent] {
        guard !(result == .unreachable && resolved) else { throw .unreachableCannotBeResolved }
        guard let workOrder, let category else { throw notPossible }
        let attempt = attempts + 1
        let consequence = policies.consequence(
            of: result, resolved: resolved, attempt: attempt, reopenings: reopenings, isLeaderCase: isLeaderCase)
        let answer = RequestEvent.calledBack(
            round: round, result: result, resolved: resolved, attempt: attempt,
            leaderCase: isLeaderCase || consequence == .escalateToLeader)
        switch consequence {
        case .callAgain, .escalateToLeader: return [answer]
        case .close: return [answer, .closed(round: round, result: result, workOrder: workOrder)]
        case .reopen:
            return [
                answer, .reopened(round: round + 1, workOrder: workOrder),
                .accepted(category: category, urgency: urgency, area: area, round: round + 1),
            ]
        }
    }

    private func rated(_ stars: Int) throws(RequestRejection) -> [RequestEvent] {
        guard (1...5).contains(stars) else { throw .starsOutOfRange }
        try require(.closed)
        guard self.stars == nil else { throw .alreadyRated }
        guard let workOrder else { throw notPossible }
        return [.rated(stars: stars, workOrder: workOrder)]
    }

    private var notPossible: RequestRejection { .notPossible(in: state, allowed: state.next) }

    private func require(_ states: RequestState...) throws(RequestRejection) {
        guard states.contains(state) else { throw notPossible }
    }
}
