public import Kernel

extension ServiceRequest {
    /// Takes an event into the state.
    public mutating func apply(_ event: RequestEvent, at now: Timestamp) {
        version = version.next()
        switch event {
        case .registered: break
        case .accepted(let category, let urgency, let area, let round):
            self.category = category
            self.urgency = urgency
            self.area = area
            located = area.level <= .community
            self.round = round
            attempts = 0
            enter(.accepted, at: now)
        case .handedOver: enter(.handedOver, at: now)
        case .refused: enter(.refused, at: now)
        case .withdrawn: enter(.withdrawn, at: now)
        case .callbackDue(_, let workOrder):
            self.workOrder = workOrder
            enter(.callbackDue, at: now)
        case .calledBack(_, let result, _, let attempt, let leaderCase):
            callback = result
            attempts = attempt
            isLeaderCase = leaderCase
        case .reopened: break
        case .closed: enter(.closed, at: now)
        case .rated(let stars, _): self.stars = stars
        }
    }

    private mutating func enter(_ state: RequestState, at now: Timestamp) {
        self.state = state
        since = now
        if state.isFinal { endedAt = now }
    }
}
