public import City
public import Kernel
public import WorkingTime

/// A work order 工单: one round of handling one request.
///
/// It is made by its events alone: `apply` is the only place where it changes.
public struct WorkOrder: Sendable, Hashable {
    /// Derived from request and round.
    public let id: WorkOrderID
    /// What it was issued with.
    public let terms: WorkOrderTerms
    /// How many events have changed it.
    public internal(set) var version: Version
    /// Where it stands.
    public internal(set) var progress: WorkOrderProgress
    /// On which level a unit is responsible.
    public internal(set) var level: AreaCode.Level
    /// All offers ever made, in their order.
    public internal(set) var offers: [Offer]
    /// The last wave's number; 0 before the first.
    public internal(set) var wave: Int
    /// Waves made since it was issued or last went up without a holder.
    public internal(set) var wavesInPass: Int
    /// What the last matching of candidates came to.
    public internal(set) var lastMatch: MatchSummary
    /// Who handled it and may not be offered it again.
    public internal(set) var released: Set<MemberID>
    /// Reworks of the present holder.
    public internal(set) var reworks: Int
    /// How often a red resolution clock has sent it up.
    public internal(set) var overdueEscalations: Int
    /// The clocks by kind and number.
    public internal(set) var clocks: [OrderClock]

    /// The state without its data.
    public var state: WorkOrderState { progress.state }

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
        released: Set<MemberID> = [], reworks: Int = 0, overdueEscalations: Int = 0, clocks: [OrderClock]
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
        self.clocks = clocks
    }
}
