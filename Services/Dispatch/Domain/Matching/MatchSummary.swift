/// What a matching of candidates came to: how many there were, and how many each gate kept out.
public struct MatchSummary: Sendable, Hashable {
    /// How many were considered.
    public let considered: Int
    /// How many each gate kept out; gates that kept nobody out are absent.
    public let shortfall: [Gate: Int]

    /// Makes a summary; without figures it says that nobody has been considered yet.
    public init(considered: Int = 0, shortfall: [Gate: Int] = [:]) {
        self.considered = considered
        self.shortfall = shortfall
    }
}
