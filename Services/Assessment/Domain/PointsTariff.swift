/// What service is worth.
public struct PointsTariff: Hashable, Sendable {
    /// Units: points an hour before the factors.
    ///
    /// Source: our default, `P = round₂(h × 10 × d × u × s × q)`.
    public let pointsPerHour: Int
    /// The most that counts of one member's day.
    ///
    /// Units: quarter hours. Source: our default, 8 h a day.
    public let dailyQuarterHours: Int

    public init(pointsPerHour: Int = 10, dailyQuarterHours: Int = 32) {
        self.pointsPerHour = pointsPerHour
        self.dailyQuarterHours = dailyQuarterHours
    }

    /// The points of some service time, rounded half up to a hundredth, in integers only: every replay agrees.
    ///
    /// With `n` quarter hours and factors in tenths, the hundredths are `n/4 × rate × 100 × d·u·s·q / 10⁴`.
    public func points(quarterHours: Int, factors: ServiceFactors) -> Points {
        let product = factors.difficulty * factors.urgency * factors.profession * factors.quality
        let numerator = quarterHours * pointsPerHour * product
        return Points(hundredths: Int64((numerator + 200) / 400))
    }
}
