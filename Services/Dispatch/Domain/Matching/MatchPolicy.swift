/// The figures of the matching; versioned with the configuration of the city.
public struct MatchPolicy: Sendable, Hashable {
    /// Shares of the parts of the score.
    ///
    /// Units: per mille; they sum to 1000.
    ///
    /// Source: default 9 of the domain notes, 0.35 / 0.25 / 0.15 / 0.15 / 0.10.
    public static let skillWeight = 350
    public static let nearnessWeight = 250
    public static let dutyWeight = 150
    public static let historyWeight = 150
    public static let loadWeight = 100

    /// Orders in hand at which a member is offered no more.
    ///
    /// Range: 1…100. Source: our choice, configurable.
    public let loadCap: Int
    /// The rest after a night duty.
    ///
    /// Source: default 9 of the domain notes, 8 h.
    public let restAfterNightDuty: Duration
    /// The weight of the prior in the acceptance history.
    ///
    /// Units: offers. Source: default 2 of the domain notes, m = 20.
    public let historyPriorWeight: Int
    /// The acceptance rate that is assumed of the unknown.
    ///
    /// Units: per mille.
    ///
    /// Source: the middle of the 17–47 % that the GoodSAM study found; configurable.
    public let historyPriorPerMille: Int

    public init(
        loadCap: Int = 3, restAfterNightDuty: Duration = .seconds(8 * 3_600), historyPriorWeight: Int = 20,
        historyPriorPerMille: Int = 320
    ) {
        self.loadCap = max(1, loadCap)
        self.restAfterNightDuty = restAfterNightDuty
        self.historyPriorWeight = max(1, historyPriorWeight)
        self.historyPriorPerMille = min(max(0, historyPriorPerMille), 1_000)
    }
}
