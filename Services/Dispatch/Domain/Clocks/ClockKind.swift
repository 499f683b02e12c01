public import WorkingTime

/// The obligation that a clock measures.
public enum ClockKind: String, Sendable, CaseIterable, Comparable {
    /// Someone has to take the order on.
    case signIn = "sign_in"
    /// The member has to arrive.
    case arrival
    /// The request has to be solved.
    case resolution

    /// Whether the left one comes first in an order's life.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .signIn: 0
        case .arrival: 1
        case .resolution: 2
        }
    }
}

extension Light {
    /// The word for it in messages, rows and answers.
    public var code: String {
        switch self {
        case .green: "green"
        case .yellow: "yellow"
        case .red: "red"
        }
    }

    /// The light of a word; nil for any other.
    public init?(code: String) {
        guard let light = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = light
    }
}
