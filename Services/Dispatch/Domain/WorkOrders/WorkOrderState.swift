public import City
public import Kernel
public import WorkingTime

// A work order as a state machine: its states, what is asked of it, what happens to it and what it makes of that.

/// The states of a work order, as callers and rows name them.
public enum WorkOrderState: String, Sendable, CaseIterable {
    /// 待派/待签收: nobody has it and no offer is open.
    case unassigned
    /// 要约中: offers are open.
    case offering
    /// 已接单: a member took it on.
    case accepted
    /// 处置中: the member has arrived.
    case working
    /// 待核查: the result waits for verification by somebody else.
    case submitted
    /// 重办中: the result did not pass.
    case rework
    /// Verified: the request goes to its callback.
    case verified
    /// The request was withdrawn.
    case cancelled

    /// Which command is accepted in which state, and where it leads.
    public static let transitions = TransitionTable<WorkOrderState, WorkOrderCommand.Kind>([
        .init(.offer, from: [.unassigned], to: [.offering]),
        .init(.accept, from: [.offering], to: [.accepted]),
        .init(.decline, from: [.offering], to: [.unassigned]),
        .init(.arrive, from: [.accepted, .rework], to: [.working]),
        .init(.submit, from: [.working, .rework], to: [.submitted]),
        .init(.suspend, from: [.accepted, .working, .rework], to: []),
        .init(.decideSuspension, from: [.accepted, .working, .rework], to: []),
        .init(.resume, from: [.accepted, .working, .rework], to: []),
        .init(.assign, from: [.unassigned, .offering, .accepted, .working, .rework], to: [.accepted]),
        .init(.verify, from: [.submitted], to: [.verified, .rework, .unassigned]),
        .init(.passTime, from: [.unassigned], to: [.offering]),
        .init(.passTime, from: [.offering], to: [.unassigned]),
        .init(.passTime, from: [.accepted, .working, .submitted, .rework], to: []),
        .init(
            .cancel, from: [.unassigned, .offering, .accepted, .working, .submitted, .rework], to: [.cancelled]),
    ])

    /// The states that can follow this one.
    public var next: [WorkOrderState] { Self.transitions.next(self) }

    /// Whether nothing can happen to it any more.
    public var isFinal: Bool { Self.transitions.isFinal(self) }

    /// Whether a member has it in hand.
    public var isInHand: Bool { Self.inHand.contains(self) }

    /// The states in which a member has an order in hand.
    public static let inHand: [WorkOrderState] = [.accepted, .working, .submitted, .rework]
}

/// What is asked of a work order.
public enum WorkOrderCommand: AggregateCommand, Hashable {
    /// Makes the next wave of offers, if anybody can take one.
    case offer
    /// 接单: a member takes an offer.
    case accept(OfferID, by: MemberID)
    /// 谢绝: a member declines an offer, which costs nothing.
    case decline(OfferID, by: MemberID, DeclineReason)
    /// 指派: a unit puts a member on the order by hand.
    ///
    /// `unitArea` is the unit's area: a member who belongs neither there nor to the order's district is as unknown to it as
    /// one who does not exist.
    case assign(MemberID, unitArea: AreaCode)
    /// 到场: the holder has arrived.
    case arrive(by: MemberID)
    /// 申请挂起: the holder or the unit asks that the clocks stand still.
    case suspend(PauseCause, by: HandlingParty)
    /// 审批挂起: somebody else grants or refuses it.
    case decideSuspension(granted: Bool, by: ActorID)
    /// 恢复: the holder or the unit goes on.
    case resume(by: HandlingParty)
    /// 提交办结: the holder reports the result.
    case submit(Submission, by: MemberID)
    /// 核查: somebody else passes the result, or sends it back with a reason.
    case verify(Verdict, by: ActorID)
    /// What is due by now happens: lights turn, offers run out, nobody's orders and late ones go up.
    case passTime
    /// The request was withdrawn.
    case cancel

    /// The verdict on a result.
    public enum Verdict: Sendable, Hashable {
        case passed
        case failed(ReworkReason?)
    }

    /// The commands without what they carry.
    public enum Kind: String, Sendable, CaseIterable {
        case offer, accept, decline, assign, arrive, suspend, resume, submit, verify
        case decideSuspension = "decide_suspension"
        case passTime = "pass_time"
        case cancel
    }

    /// Which command it is.
    public var kind: Kind {
        switch self {
        case .offer: .offer
        case .accept: .accept
        case .decline: .decline
        case .assign: .assign
        case .arrive: .arrive
        case .suspend: .suspend
        case .decideSuspension: .decideSuspension
        case .resume: .resume
        case .submit: .submit
        case .verify: .verify
        case .passTime: .passTime
        case .cancel: .cancel
        }
    }
}

/// A work order 工单: one round of handling one request.
///
/// It is made by its events alone: `apply` is the only place where it changes.
public struct WorkOrder: Sendable, Hashable {
    /// Derived from request and round.
    public let id: WorkOrderID
    /// What it was issued with.
    public let terms: WorkOrderTerms
    /// How many events have changed it.
    public private(set) var version: Version
    /// Where it stands.
    public private(set) var progress: WorkOrderProgress
    /// On which level a unit is responsible.
    public private(set) var level: AreaCode.Level
    /// All offers ever made, in their order.
    public private(set) var offers: [Offer]
    /// The last wave's number; 0 before the first.
    public private(set) var wave: Int
    /// Waves made since it was issued or last went up without a holder.
    public private(set) var wavesInPass: Int
    /// What the last matching of candidates came to.
    public private(set) var lastMatch: MatchSummary
    /// Who handled it and may not be offered it again.
    public private(set) var released: Set<MemberID>
    /// Reworks of the present holder.
    public private(set) var reworks: Int
    /// How often a red resolution clock has sent it up.
    public private(set) var overdueEscalations: Int
    /// The suspension that was asked for or granted, if any was.
    public private(set) var suspension: Suspension?
    /// The clocks by kind and number.
    public private(set) var clocks: [OrderClock]

    /// The state without its data.
    public var state: WorkOrderState { progress.state }

    /// Whether its clocks stand still.
    public var isSuspended: Bool { suspension?.approver != nil }

    /// The member who has it in hand, or had it last.
    public var holder: MemberID? { progress.holder }

    /// The area whose unit is responsible now.
    public var responsibleArea: AreaCode { AreaHierarchy.responsible(for: terms.area, at: level) }

    /// The offers that wait for an answer.
    public var openOffers: [Offer] { offers.filter { $0.state == .open } }

    /// The worst light of the clocks: a red once earned stays.
    public var light: Light { clocks.map(\.light).max() ?? .green }

    /// The clock of a kind that started last.
    public func clock(_ kind: ClockKind) -> OrderClock? { clocks.last { $0.kind == kind } }

    /// Members whom it may not go to because of what lies between them and the request.
    public var conflicted: Set<MemberID> {
        terms.conflicted.union(released).union(offers.lazy.filter { $0.reason == .conflict }.map(\.member))
    }

    /// What it asks of a member who is to be offered it now.
    public var criteria: MatchCriteria {
        MatchCriteria(
            area: terms.area, skill: terms.responsibility.skill,
            requiresCertificate: terms.responsibility.requiresCertificate, conflicted: conflicted,
            declined: Set(offers.lazy.filter { $0.state == .declined }.map(\.member)),
            offered: Set(offers.lazy.filter { $0.wave > wave - wavesInPass }.map(\.member)))
    }

    /// An order as it is issued.
    public init(_ terms: WorkOrderTerms, rules: DispatchRules) {
        self.init(
            id: terms.id, terms: terms, version: Version(value: 1), progress: .unassigned(since: terms.issuedAt),
            level: terms.area.level,
            clocks: [
                OrderClock(.signIn, number: 1, terms: rules.limits.signIn(terms), startedAt: terms.issuedAt),
                OrderClock(
                    .resolution, number: 1, terms: rules.limits.resolution(terms), startedAt: terms.registeredAt),
            ])
    }

    /// An order as it was stored.
    public init(
        id: WorkOrderID, terms: WorkOrderTerms, version: Version, progress: WorkOrderProgress, level: AreaCode.Level,
        offers: [Offer] = [], wave: Int = 0, wavesInPass: Int = 0, lastMatch: MatchSummary = MatchSummary(),
        released: Set<MemberID> = [], reworks: Int = 0, overdueEscalations: Int = 0,
        suspension: Suspension? = nil, clocks: [OrderClock]
    ) {
        self.id = id
        self.terms = terms
        self.version = version
        self.progress = progress
        self.level = level
        self.offers = offers
        self.wave = wave
        self.wavesInPass = wavesInPass
        self.lastMatch = lastMatch
        self.released = released
        self.reworks = reworks
        self.overdueEscalations = overdueEscalations
        self.suspension = suspension
        self.clocks = clocks
    }
}

extension WorkOrder: Aggregate {
    /// The events that a command leads to; none where the order is already as the command asks.
    public func decide(
        _ command: WorkOrderCommand, at now: Timestamp, rules: DispatchRules, using pool: inout CandidatePool
    ) throws(WorkOrderRejection) -> [WorkOrderEvent] {
        var decision = WorkOrderDecision(self, at: now, rules: rules)
        switch command {
        case .offer: decision.offerNextWave(from: &pool)
        case .accept(let offer, let member): try decision.accept(offer, by: member)
        case .decline(let offer, let member, let reason):
            try decision.decline(offer, by: member, reason: reason, pool: &pool)
        case .assign(let member, let area): try decision.assign(member, of: area, from: pool)
        case .arrive(let member): try decision.arrive(member)
        case .suspend(let cause, let party): try decision.suspend(cause, by: party)
        case .decideSuspension(let isGranted, let actor): try decision.decideSuspension(isGranted, by: actor)
        case .resume(let party): try decision.resume(by: party)
        case .submit(let submission, let member): try decision.submit(submission, by: member)
        case .verify(let verdict, let actor): try decision.verify(verdict, by: actor, pool: &pool)
        case .passTime: decision.passTime(pool: &pool)
        case .cancel: decision.cancel()
        }
        decision.endSuspension(after: command)
        for (before, after) in zip(offers, decision.order.offers) where before.state == .open && after.state != .open {
            pool.recordClosedOffer(of: before.member, until: before.expiresAt)
        }
        return decision.events
    }
}

/// What happened to a work order, in the past tense.
public enum WorkOrderEvent: Sendable, Hashable {
    /// It was issued for an accepted request.
    case issued(WorkOrderTerms)
    /// Candidates were matched; it changes no state and makes no version.
    case matched(MatchSummary)
    /// It was offered to a wave of members.
    case offered(Wave)
    /// A member declined.
    case declined(OfferID, MemberID, DeclineReason)
    /// A wave ran out with no taker.
    case offersExpired(wave: Int)
    /// A member took it on, or was assigned where there is no offer; all open offers are void.
    case accepted(MemberID, OfferID?)
    /// The member arrived.
    case arrived(MemberID)
    /// The holder or the unit asked that the clocks stand still.
    case suspensionAsked(PauseCause, by: ActorID)
    /// Somebody else granted it: the clocks stand still.
    case suspended(PauseCause, by: ActorID, approvedBy: ActorID)
    /// Somebody else refused it.
    case suspensionRefused(by: ActorID)
    /// The clocks go on.
    case resumed(by: ActorID)
    /// The member reported the result.
    case submitted(MemberID, Submission)
    /// Someone else verified it.
    case verified(MemberID, Submission, by: ActorID)
    /// The result did not pass.
    case reworkOrdered(MemberID, ReworkReason)
    /// A clock changed its light.
    case lightChanged(ClockKind, from: Light, to: Light)
    /// It went up to a wider area.
    case escalated(from: AreaCode.Level, to: AreaCode.Level, cause: EscalationCause)
    /// The request was withdrawn.
    case cancelled

    /// Whether it makes the next version of the order.
    public var isStateChange: Bool {
        if case .matched = self { false } else { true }
    }

    /// The offers of one wave.
    public struct Wave: Sendable, Hashable {
        /// 1 for the first.
        public let number: Int
        /// Best first.
        public let offers: [Offer]
        /// When they run out.
        public let expiresAt: Timestamp

        public init(number: Int, offers: [Offer], expiresAt: Timestamp) {
            self.number = number
            self.offers = offers
            self.expiresAt = expiresAt
        }
    }
}

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
        case .suspensionAsked(let cause, let requester): suspension = Suspension(cause, by: requester, at: now)
        case .suspended(let cause, let requester, let approver):
            suspension?.approver = approver
            for index in clocks.indices { clocks[index].pause(cause, by: requester, approvedBy: approver, at: now) }
        case .suspensionRefused: suspension = nil
        case .resumed(let actor):
            suspension = nil
            for index in clocks.indices { clocks[index].resume(by: actor, at: now) }
        case .submitted(let member, let submission):
            stop(.arrival, at: now)
            if !isSuspended { suspension = nil }
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
            suspension = nil
            progress = .cancelled(holder: progress.holder)
        }
    }

    private mutating func take(by member: MemberID, offer: OfferID?, at now: Timestamp, rules: DispatchRules) {
        closeOffers(.accepted, at: now) { $0.id == offer }
        closeOffers(.void, at: now) { _ in true }
        if let holder, holder != member { released.insert(holder) }
        if !isSuspended { suspension = nil }
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
