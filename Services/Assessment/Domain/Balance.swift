/// What a member holds: the sum of the member's lines.
public struct Balance: Hashable, Sendable {
    /// Units: quarter hours.
    public private(set) var quarterHours: Int
    public private(set) var points: Points

    public init(quarterHours: Int, points: Points) {
        self.quarterHours = quarterHours
        self.points = points
    }

    /// Nothing yet.
    public static let zero = Balance(quarterHours: 0, points: .zero)

    /// The stars for the hours.
    public var stars: Int { Stars.earned(quarterHours: quarterHours) }

    /// Takes a posting on.
    public mutating func apply(_ posting: Posting) {
        switch posting.kind {
        case .service:
            quarterHours += posting.credit.quarterHours
            points = points + posting.credit.points
        case .reversal:
            quarterHours -= posting.credit.quarterHours
            points = points - posting.credit.points
        }
    }
}
