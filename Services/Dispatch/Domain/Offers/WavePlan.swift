public import Kernel

/// One wave: to how many, for how long, from how far.
public struct WaveRule: Sendable, Hashable {
    /// To how many of the best it is offered.
    ///
    /// Range: 1…100.
    public let size: Int
    /// How long an offer is open.
    public let lasts: Duration
    /// From which area around the place of the work members are taken.
    public let level: AreaCode.Level

    public init(size: Int, lasts: Duration, level: AreaCode.Level) {
        self.size = min(max(1, size), 100)
        self.lasts = lasts
        self.level = level
    }
}

/// The waves in their order.
public struct WavePlan: Sendable, Hashable {
    /// For general and urgent orders.
    public let inTurn: [WaveRule]
    /// For emergencies.
    public let parallel: [WaveRule]

    /// Source: table C2 of the domain notes: up to 3 best, 5 min; next 8, 10 min; then wider, 15 min; an emergency
    /// skips to parallel waves: all of them at once.
    ///
    /// How wide, and how many in the third wave: our choice.
    public init(
        inTurn: [WaveRule] = [
            WaveRule(size: 3, lasts: .seconds(300), level: .community),
            WaveRule(size: 8, lasts: .seconds(600), level: .community),
            WaveRule(size: 20, lasts: .seconds(900), level: .street),
        ],
        parallel: [WaveRule] = [
            WaveRule(size: 31, lasts: .seconds(300), level: .street),
            WaveRule(size: 31, lasts: .seconds(600), level: .district),
        ]
    ) {
        self.inTurn = inTurn
        self.parallel = parallel
    }

    /// The waves of an urgency.
    public func rules(for urgency: Urgency) -> [WaveRule] {
        urgency == .emergency ? parallel : inTurn
    }

    /// No order makes more waves than this; then it is assigned by hand.
    ///
    /// Source: the contract's range of `wave`.
    public static let mostWaves = 100
}
