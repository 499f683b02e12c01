public import Kernel
public import WorkingTime

/// A work order 工单: one round of handling one request.
///
/// It is made by its events alone: `apply` is the only place where it changes.
public struct WorkOrder: Sendable, Hashable {
    /// Derived from request and round.
    public let id: WorkOrderID
    /// What it was issued with.
    public let issue: Issue
    /// How many events it has told.
    public internal(set) var version: Version
    /// Where it stands.
    public internal(set) var state: WorkOrderState
    /// On which level a unit is responsible.
    public internal(set) var level: AreaCode.Level
    /// All offers ever made, in their order.
    public internal(set) var offers: [Offer]
    /// The last wave's number; 0 before the first.
    public internal(set) var wave: Int
    /// Waves made since it was issued or last went up without a holder.
    public internal(set) var wavesInPass: Int
    /// What the last look at the candidates came to.
    public internal(set) var lastLook: Look
    /// Who has it in hand.
    public internal(set) var holder: MemberID?
    /// Who handled it and may not be offered it again.
    public internal(set) var released: Set<MemberID>
    /// Since when nobody has had it; nil while someone has.
    public internal(set) var waitingSince: Timestamp?
    /// The last result that was reported.
    public internal(set) var submission: Submission?
    /// Who verified it.
    public internal(set) var verifier: ActorID?
    /// Reworks of the present holder.
    public internal(set) var reworks: Int
    /// How often a red resolution clock has sent it up.
    public internal(set) var redSteps: Int
    /// The clocks by kind and number.
    public internal(set) var clocks: [OrderClock]

    /// How many candidates were looked at, and how many each gate kept out.
    public struct Look: Sendable, Hashable {
        /// How many were looked at.
        public let considered: Int
        /// By gate.
        public let shortfall: [Gate: Int]

        public init(considered: Int = 0, shortfall: [Gate: Int] = [:]) {
            self.considered = considered
            self.shortfall = shortfall
        }
    }

    /// The area whose unit is responsible now.
    public var responsibleArea: AreaCode { Chain.responsible(for: issue.area, at: level) }

    /// The offers that wait for an answer.
    public var openOffers: [Offer] { offers.filter { $0.state == .open } }

    /// The worst light of the clocks: a red once earned stays.
    public var light: Light { clocks.map(\.told).max() ?? .green }

    /// The clock of a kind that started last.
    public func clock(_ kind: ClockKind) -> OrderClock? { clocks.last { $0.kind == kind } }

    /// Members whom it may not go to because of what lies between them and the request.
    public var conflicted: Set<MemberID> {
        issue.conflicted.union(released).union(offers.lazy.filter { $0.reason == .conflict }.map(\.member))
    }

    /// What it asks of a member who is to be offered it now.
    public var need: Need {
        Need(
            area: issue.area, skill: issue.responsibility.skill,
            requiresCertificate: issue.responsibility.requiresCertificate, conflicted: conflicted,
            declined: Set(offers.lazy.filter { $0.state == .declined }.map(\.member)),
            offered: Set(offers.lazy.filter { $0.wave > wave - wavesInPass }.map(\.member)))
    }

    /// An order as its first event made it.
    public init(_ issue: Issue, rules: DispatchRules) {
        self.init(
            id: issue.id, issue: issue, version: Version(value: 1), state: .unassigned, level: issue.area.level,
            waitingSince: issue.issuedAt,
            clocks: [
                OrderClock(.signIn, number: 1, terms: rules.limits.signIn(issue), startedAt: issue.issuedAt),
                OrderClock(
                    .resolution, number: 1, terms: rules.limits.resolution(issue), startedAt: issue.registeredAt),
            ])
    }

    /// An order as it was stored.
    public init(
        id: WorkOrderID, issue: Issue, version: Version, state: WorkOrderState, level: AreaCode.Level,
        offers: [Offer] = [], wave: Int = 0, wavesInPass: Int = 0, lastLook: Look = Look(), holder: MemberID? = nil,
        released: Set<MemberID> = [], waitingSince: Timestamp?, submission: Submission? = nil,
        verifier: ActorID? = nil, reworks: Int = 0, redSteps: Int = 0, clocks: [OrderClock]
    ) {
        self.id = id
        self.issue = issue
        self.version = version
        self.state = state
        self.level = level
        self.offers = offers
        self.wave = wave
        self.wavesInPass = wavesInPass
        self.lastLook = lastLook
        self.holder = holder
        self.released = released
        self.waitingSince = waitingSince
        self.submission = submission
        self.verifier = verifier
        self.reworks = reworks
        self.redSteps = redSteps
        self.clocks = clocks
    }
}
