import City
public import Kernel

extension WorkOrder {
    /// Takes an event in: the only way in which an order changes.
    public mutating func apply(_ event: WorkOrderEvent, at now: Timestamp, rules: DispatchRules) {
        if event.isStateChange { version = version.next() }
        switch event {
        case .issued:
            // The initialiser made it; a second issue of the same round does not exist.
            break
        case .matched(let summary): lastMatch = summary
        case .offered(let wave):
            offers += wave.offers
            self.wave = wave.number
            wavesInPass += 1
            if let since = progress.waitingSince { progress = .offering(since: since) }
        case .declined(let offer, _, let reason):
            closeOffers(.declined, reason: reason, at: now) { $0.id == offer }
            if openOffers.isEmpty { withdrawOffers() }
        case .offersExpired:
            closeOffers(.expired, at: now) { _ in true }
            withdrawOffers()
        case .accepted(let member, let offer):
            take(by: member, offer: offer, at: now, rules: rules)
        case .arrived(let member):
            stop(.arrival, at: now)
            progress = .working(member)
        case .submitted(let member, let submission):
            stop(.arrival, at: now)
            progress = .submitted(member, submission)
        case .verified(let member, let submission, let verifier):
            stopAll(at: now)
            progress = .verified(member, submission, by: verifier)
        case .reworkOrdered(let member, _):
            reworks += 1
            if let submission = progress.submission { progress = .rework(member, submission) }
        case .lightChanged(let kind, _, let light):
            if let index = clocks.lastIndex(where: { $0.kind == kind }) { clocks[index].record(light, at: now) }
        case .escalated(_, let level, let cause):
            escalate(to: level, cause: cause, at: now, rules: rules)
        case .cancelled:
            closeOffers(.void, at: now) { _ in true }
            stopAll(at: now)
            progress = .cancelled(holder: progress.holder)
        }
    }

    private mutating func take(by member: MemberID, offer: OfferID?, at now: Timestamp, rules: DispatchRules) {
        closeOffers(.accepted, at: now) { $0.id == offer }
        closeOffers(.void, at: now) { _ in true }
        if let holder, holder != member { released.insert(holder) }
        reworks = 0
        stop(.signIn, at: now)
        stop(.arrival, at: now)
        start(.arrival, rules.limits.arrival, at: now)
        progress = .accepted(member)
    }

    /// Going up gives an order that nobody has a new pass of waves; after the last rework it also takes it away.
    private mutating func escalate(
        to level: AreaCode.Level, cause: EscalationCause, at now: Timestamp, rules: DispatchRules
    ) {
        self.level = level
        if cause == .redLight { overdueEscalations += 1 }
        if cause == .reworkLimit {
            if let holder { released.insert(holder) }
            reworks = 0
            start(.signIn, rules.limits.signIn(terms), at: now)
            progress = .unassigned(since: now)
        }
        if state == .unassigned { wavesInPass = 0 }
    }

    private mutating func withdrawOffers() {
        if let since = progress.waitingSince { progress = .unassigned(since: since) }
    }

    private mutating func closeOffers(
        _ state: OfferState, reason: DeclineReason? = nil, at now: Timestamp, where matches: (Offer) -> Bool
    ) {
        for index in offers.indices where matches(offers[index]) {
            offers[index].close(state, reason: reason, at: now)
        }
    }

    /// Starts the next clock of a kind; its position among the others follows from kind and number.
    private mutating func start(_ kind: ClockKind, _ terms: ClockTerms, at now: Timestamp) {
        let number = clocks.count { $0.kind == kind } + 1
        clocks.append(OrderClock(kind, number: number, terms: terms, startedAt: now))
        clocks.sort { $0.isBefore($1) }
    }

    private mutating func stop(_ kind: ClockKind, at now: Timestamp) {
        for index in clocks.indices where clocks[index].kind == kind { clocks[index].stop(at: now) }
    }

    private mutating func stopAll(at now: Timestamp) {
        for index in clocks.indices { clocks[index].stop(at: now) }
    }
}
