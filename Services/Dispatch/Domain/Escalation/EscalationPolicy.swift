public import Kernel

/// Why an order went up.
public enum EscalationCause: String, Sendable, CaseIterable {
    /// No member passed the gates.
    case unassigned
    /// Every offer was declined or ran out.
    case noTaker = "no_taker"
    /// The resolution clock turned red.
    case redLight = "red_light"
    /// The result failed once more after the last rework.
    case reworkLimit = "rework_limit"
}

/// When an order that nobody has goes up, and how often a late or failed one does.
public struct EscalationPolicy: Sendable, Hashable {
    /// After how long without a holder an order goes up, and to where.
    public struct Step: Sendable, Hashable {
        /// Since it was issued, or since it lost its holder.
        ///
        /// Real time: an unassigned order does not wait for Monday.
        public let after: Duration
        /// To where.
        public let to: AreaCode.Level

        public init(after: Duration, to: AreaCode.Level) {
            self.after = after
            self.to = to
        }
    }

    /// In the order of their times.
    public let unassigned: [Step]
    /// Reworks that a holder gets before the order goes up and to another.
    ///
    /// Source: table C1, at most 2, then 包案.
    public let reworks: Int

    /// Source: the SLA table of the domain notes: unassigned 30 min → community, 2 h → street; unaccepted at the street
    /// 24 h → district.
    public init(
        unassigned: [Step] = [
            Step(after: .seconds(30 * 60), to: .community), Step(after: .seconds(2 * 3_600), to: .street),
            Step(after: .seconds(24 * 3_600), to: .district),
        ], reworks: Int = 2
    ) {
        self.unassigned = unassigned
        self.reworks = reworks
    }

    /// The next step for an order on a level; steps to where it stands already fall away.
    public func next(above level: AreaCode.Level) -> Step? {
        unassigned.first { $0.to > level }
    }
}
