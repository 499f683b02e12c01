public import City
public import Kernel

/// What dispatching knows of a member: codes, a grid and counters; no name and no address.
public struct Candidate: Sendable, Hashable {
    /// The member.
    public let id: MemberID
    /// The grid or community checked in to, or the home area before the check-in.
    public var area: AreaCode
    /// Whether the member checked in 双报到.
    public var isCheckedIn: Bool
    /// Codes of the skills, in order.
    public var skills: [String]
    /// Whether work can be offered.
    public var availability: Availability
    /// The present or last duty; nil if none is known.
    public var duty: Duty?
    /// When the last night duty ended; nil if none is known.
    public var nightDutyEndedAt: Timestamp?
    /// Work orders in hand.
    public var openOrders: Int
    /// Offers taken.
    public var offersTaken: Int
    /// Offers that count for the acceptance history: taken, or left to run out.
    ///
    /// A refusal with a reason costs nothing.
    public var offersCounted: Int
    /// When the member's open offers run out, as far as this process knows them: those that it made itself.
    ///
    /// Never stored: an offer lives for minutes, and what another process offers is seen when it is taken.
    public internal(set) var openOffersUntil: [Timestamp] = []
    /// When an offer was last made to the member; nil if never.
    public var lastOfferedAt: Timestamp?
    /// Grows with every stored change: the larger one is the later one.
    public var revision: Int64

    public init(
        id: MemberID, area: AreaCode, isCheckedIn: Bool = false, skills: [String] = [],
        availability: Availability = .available, duty: Duty? = nil, nightDutyEndedAt: Timestamp? = nil,
        openOrders: Int = 0, offersTaken: Int = 0, offersCounted: Int = 0, lastOfferedAt: Timestamp? = nil,
        revision: Int64 = 0
    ) {
        self.id = id
        self.area = area
        self.isCheckedIn = isCheckedIn
        self.skills = skills
        self.availability = availability
        self.duty = duty
        self.nightDutyEndedAt = nightDutyEndedAt
        self.openOrders = openOrders
        self.offersTaken = offersTaken
        self.offersCounted = offersCounted
        self.lastOfferedAt = lastOfferedAt
        self.revision = revision
    }

    /// Orders in hand and offers that wait for an answer: what a member can take on must not be offered twice over.
    public func load(at now: Timestamp) -> Int {
        openOrders + openOffersUntil.count { $0 > now }
    }
}
