public import AssessmentDomain
public import City
public import Kernel

/// Two days with everything between them.
public struct Period: Hashable, Sendable {
    public let from: CivilDate
    public let to: CivilDate

    /// The longest period of a statistic.
    ///
    /// Units: days. Source: our choice, five years and a leap day's room.
    public static let longest = 1_830

    /// Throws: ``AssessmentFailure/badPeriod`` when it ends before it begins or is longer than ``longest``.
    public init(from: CivilDate, to: CivilDate) throws(AssessmentFailure) {
        guard from <= to, to.daysSinceEpoch - from.daysSinceEpoch <= Self.longest else { throw .badPeriod }
        self.from = from
        self.to = to
    }

    /// The period that was asked for; an end that was not given follows the one that was.
    ///
    /// Without `to` it ends today, in Asia/Shanghai, but neither before it begins nor past ``longest``. Without `from`
    /// it begins with the half-year of its end. Source: statistics are half-yearly.
    ///
    /// Throws: ``AssessmentFailure/badPeriod`` when both are given and do not fit.
    public init(from: CivilDate?, to: CivilDate?, now: Timestamp) throws(AssessmentFailure) {
        let today = now.civil(offsetSeconds: CityTime.offsetSeconds)
        let end = to ?? from.map { max($0, min(today, $0.adding(days: Self.longest))) } ?? today
        let halfYear = CivilDate(year: end.year, month: end.month <= 6 ? 1 : 7, day: 1)
        try self.init(from: from ?? halfYear ?? end, to: end)
    }
}

/// Rankings and rates.
public struct ReadStatistics: Sendable {
    private let reader: any LedgerReader
    private let policy: PublicationPolicy

    public init(reader: any LedgerReader, policy: PublicationPolicy = PublicationPolicy()) {
        self.reader = reader
        self.policy = policy
    }

    /// The members by what they earned in an area, from the ledger and nothing else.
    ///
    /// Throws: ``AssessmentFailure/notFound`` for an area outside of the scope.
    public func ranking(in area: AreaCode, over period: Period, scope: AccessScope) async throws -> Ranking {
        guard scope.area.contains(area) else { throw AssessmentFailure.notFound }
        let rows = try await reader.earnings(in: area, from: period.from, to: period.to, scope: scope)
        return Ranking(area: area, from: period.from, to: period.to, rows: rows)
    }

    /// The satisfaction of each area one level below, or of a level that is asked for.
    ///
    /// Throws: ``AssessmentFailure/notFound`` for an area outside of the scope or a level above it.
    public func satisfaction(
        in area: AreaCode, by level: AreaCode.Level?, over period: Period, scope: AccessScope
    ) async throws -> [SatisfactionLine] {
        let level = level ?? AreaCode.Level(rawValue: area.level.rawValue - 1) ?? .grid
        guard scope.area.contains(area), level <= area.level else { throw AssessmentFailure.notFound }
        let counts = try await reader.satisfaction(
            in: area, by: level, from: period.from.start(offsetSeconds: CityTime.offsetSeconds),
            to: period.to.adding(days: 1).start(offsetSeconds: CityTime.offsetSeconds), scope: scope)
        return SatisfactionLine.lines(of: counts, policy: policy)
    }
}
