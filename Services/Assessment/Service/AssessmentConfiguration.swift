import AssessmentDomain
import ServiceRuntime

/// The configuration of the assessment, besides what every service has.
struct AssessmentConfiguration: Sendable {
    /// What service is worth.
    let tariff: PointsTariff

    /// The keys, in the order of the README's table.
    static let keys = [pointsPerHour, dailyQuarterHours]

    private static let pointsPerHour = ConfigurationKey(
        "assessment.points.hour", .integer(1...1_000), fallback: "10",
        summary: "Points an hour before the factors; fixed once there are postings.")
    private static let dailyQuarterHours = ConfigurationKey(
        "assessment.day.quarterhours", .integer(1...32), fallback: "32",
        summary: "The most that counts of one member's day, in quarter hours; fixed once there are postings.")

    /// Throws: `ConfigurationError` for the first key that is at fault.
    init(_ source: ConfigurationSource) throws(ConfigurationError) {
        tariff = PointsTariff(
            pointsPerHour: try source.integer(Self.pointsPerHour),
            dailyQuarterHours: try source.integer(Self.dailyQuarterHours))
    }
}
