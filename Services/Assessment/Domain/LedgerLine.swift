public import City
public import Kernel

/// An account of the ledger.
public enum Account: Hashable, Sendable, CustomStringConvertible {
    /// What a member holds.
    case member(MemberID)
    /// What a district has issued; it stands below zero by what its members hold.
    case issued(AreaCode)

    /// `member:<id>` or `issued:<district>`.
    public var description: String {
        switch self {
        case .member(let id): "member:\(id)"
        case .issued(let district): "issued:\(district)"
        }
    }
}

/// One line of a posting.
public struct LedgerLine: Hashable, Sendable {
    /// What a line counts.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        /// Hundredths of a point.
        case points
        /// Quarter hours.
        case hours
    }

    public let account: Account
    public let unit: Unit
    public let amount: Int64

    public init(account: Account, unit: Unit, amount: Int64) {
        self.account = account
        self.unit = unit
        self.amount = amount
    }
}
