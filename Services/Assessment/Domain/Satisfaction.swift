public import Kernel

/// The effective callbacks of an area: those in which the requester answered.
public struct SatisfactionCount: Hashable, Sendable {
    public let area: AreaCode
    /// Satisfied or basically satisfied.
    public let satisfied: Int
    /// All that answered.
    public let effective: Int

    public init(area: AreaCode, satisfied: Int, effective: Int) {
        self.area = area
        self.satisfied = satisfied
        self.effective = effective
    }
}

/// What may be said of how few answers.
public struct PublicationPolicy: Hashable, Sendable {
    /// Below this nothing is published.
    ///
    /// Source: our default 2, n = 5.
    public let publishedFrom: Int
    /// Below this nothing is ranked.
    ///
    /// Source: our default 2, n = 10.
    public let rankedFrom: Int

    public init(publishedFrom: Int = 5, rankedFrom: Int = 10) {
        self.publishedFrom = publishedFrom
        self.rankedFrom = rankedFrom
    }
}

/// One area's line of the satisfaction statistic.
public struct SatisfactionLine: Hashable, Sendable {
    public let area: AreaCode
    /// What may be said; `nil` where too few answered.
    public let figures: Figures?
    /// The place by the lower limit, 1 for the best; `nil` where too few answered for a place.
    public let rank: Int?

    /// The figures of an area.
    public struct Figures: Hashable, Sendable {
        public let satisfied: Int
        public let effective: Int
        public let share: Millionths
        /// By which areas are ranked.
        public let lowerLimit: Millionths
        /// Drawn towards the mean of all lines.
        public let shrunken: Millionths
    }

    /// The lines of a statistic: the ranked ones first, then the published, then the withheld; each by area code.
    public static func lines(of counts: [SatisfactionCount], policy: PublicationPolicy) -> [SatisfactionLine] {
        let satisfied = counts.reduce(0) { $0 + $1.satisfied }
        let effective = counts.reduce(0) { $0 + $1.effective }
        let mean = SmallSamples.share(satisfied, of: effective) ?? Millionths(0)
        let ordered = counts.sorted { left, right in
            let (first, second) = (standing(left, policy), standing(right, policy))
            if first.group != second.group { return first.group < second.group }
            if first.limit != second.limit { return first.limit > second.limit }
            if first.group == 0, left.effective != right.effective { return left.effective > right.effective }
            return left.area < right.area
        }
        return ordered.enumerated().map { index, count in
            SatisfactionLine(
                area: count.area, figures: figures(of: count, mean: mean, policy: policy),
                rank: count.effective >= policy.rankedFrom ? index + 1 : nil)
        }
    }

    private static func standing(_ count: SatisfactionCount, _ policy: PublicationPolicy) -> (group: Int, limit: Int) {
        guard count.effective >= policy.rankedFrom else { return (count.effective >= policy.publishedFrom ? 1 : 2, 0) }
        return (0, SmallSamples.wilsonLowerLimit(satisfied: count.satisfied, of: count.effective).value)
    }

    private static func figures(
        of count: SatisfactionCount, mean: Millionths, policy: PublicationPolicy
    ) -> Figures? {
        guard count.effective >= policy.publishedFrom,
            let share = SmallSamples.share(count.satisfied, of: count.effective)
        else { return nil }
        return Figures(
            satisfied: count.satisfied, effective: count.effective, share: share,
            lowerLimit: SmallSamples.wilsonLowerLimit(satisfied: count.satisfied, of: count.effective),
            shrunken: SmallSamples.shrunkenMean(satisfied: count.satisfied, of: count.effective, towards: mean))
    }
}
