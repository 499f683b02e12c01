import WorkingTime

/// All figures that decisions go by, as one value that is handed in.
public struct DispatchRules: Sendable {
    /// Gates and scores.
    public let matching: MatchPolicy
    /// The waves of offers.
    public let waves: WavePlan
    /// When an order goes up.
    public let escalation: EscalationPolicy
    /// The clocks.
    public let limits: ClockLimits

    public init(
        matching: MatchPolicy = MatchPolicy(), waves: WavePlan = WavePlan(),
        escalation: EscalationPolicy = EscalationPolicy(), limits: ClockLimits
    ) {
        self.matching = matching
        self.waves = waves
        self.escalation = escalation
        self.limits = limits
    }
}
