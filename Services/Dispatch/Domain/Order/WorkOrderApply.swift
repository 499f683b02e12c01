public import Kernel

extension WorkOrder {
    /// Takes an event in: the only way in which an order changes.
    public mutating func apply(_ event: WorkOrderEvent, at now: Timestamp, rules: DispatchRules) {
        version = version.next()
        switch event {
        case .issued:
            // The initialiser made it; a second issue of the same round does not exist.
            break
        case .offered(let wave):
            offers += wave.offers
            self.wave = wave.number
            wavesInPass += 1
            state = .offering
        case .declined(let offer, _, let reason):
            closeOffers(.declined, reason: reason, at: now) { $0.id == offer }
            if openOffers.isEmpty { state = .unassigned }
        case .offersExpired:
            closeOffers(.expired, at: now) { _ in true }
            state = .unassigned
        case .accepted(let member, let offer):
            take(by: member, offer: offer, at: now, rules: rules)
        case .arrived:
            stop(.arrival, at: now)
            state = .working
        case .submitted(_, let submission):
            self.submission = submission
            stop(.arrival, at: now)
            state = .submitted
        case .verified(let verifier):
            self.verifier = verifier
            stopAll(at: now)
            state = .verified
        case .reworkOrdered:
            reworks += 1
            state = .rework
        case .lightChanged(let kind, _, let light):
            if let place = clocks.lastIndex(where: { $0.kind == kind }) { clocks[place].note(light, at: now) }
        case .escalated(_, let level, let cause):
            goUp(to: level, cause: cause, at: now, rules: rules)
        case .cancelled:
            closeOffers(.void, at: now) { _ in true }
            stopAll(at: now)
            state = .cancelled
        }
    }

    private mutating func take(by member: MemberID, offer: OfferID?, at now: Timestamp, rules: DispatchRules) {
        closeOffers(.accepted, at: now) { $0.id == offer }
        closeOffers(.void, at: now) { _ in true }
        if let holder, holder != member { released.insert(holder) }
        holder = member
        reworks = 0
        waitingSince = nil
        stop(.signIn, at: now)
        stop(.arrival, at: now)
        start(.arrival, rules.limits.arrival, at: now)
        state = .accepted
    }

    /// Going up gives an order that nobody has a new pass of waves; after the last rework it also takes it away.
    private mutating func goUp(
        to level: AreaCode.Level, cause: EscalationCause, at now: Timestamp, rules: DispatchRules
    ) {
        self.level = level
        if cause == .redLight { redSteps += 1 }
        if cause == .reworkLimit {
            if let holder { released.insert(holder) }
            holder = nil
            reworks = 0
            waitingSince = now
            start(.signIn, rules.limits.signIn(issue), at: now)
            state = .unassigned
        }
        if state == .unassigned { wavesInPass = 0 }
    }

    private mutating func closeOffers(
        _ state: OfferState, reason: DeclineReason? = nil, at now: Timestamp, where matches: (Offer) -> Bool
    ) {
        for place in offers.indices where matches(offers[place]) {
            offers[place].close(state, reason: reason, at: now)
        }
    }

    /// Starts the next clock of a kind; each place among the others follows from kind and number.
    private mutating func start(_ kind: ClockKind, _ terms: ClockTerms, at now: Timestamp) {
        let number = clocks.count { $0.kind == kind } + 1
        clocks.append(OrderClock(kind, number: number, terms: terms, startedAt: now))
        clocks.sort { $0.isBefore($1) }
    }

    private mutating func stop(_ kind: ClockKind, at now: Timestamp) {
        for place in clocks.indices where clocks[place].kind == kind { clocks[place].stop(at: now) }
    }

    private mutating func stopAll(at now: Timestamp) {
        for place in clocks.indices { clocks[place].stop(at: now) }
    }
}
