public import AssessmentDomain
public import City
public import Kernel

/// Why something of the assessment cannot be shown.
public enum AssessmentFailure: Error, Hashable, Sendable {
    /// There is none, or none within the scope: the answer is the same.
    case notFound
    /// The period ends before it begins, or is longer than allowed.
    case badPeriod
}

/// Shows what members hold and how they came to it.
public struct ReadAccounts: Sendable {
    private let reader: any LedgerReader

    public init(reader: any LedgerReader) {
        self.reader = reader
    }

    /// What a member holds.
    ///
    /// Throws: ``AssessmentFailure/notFound``.
    public func balance(of member: MemberID, scope: AccessScope) async throws -> Balance {
        guard let balance = try await reader.balance(of: member, scope: scope) else { throw AssessmentFailure.notFound }
        return balance
    }

    /// A member's postings, the latest first, at most that many of those before a number.
    ///
    /// Throws: ``AssessmentFailure/notFound``.
    public func postings(
        of member: MemberID, before number: Int64?, limit: Int, scope: AccessScope
    ) async throws -> [PostingView] {
        _ = try await balance(of: member, scope: scope)
        return try await reader.postings(of: member, before: number, limit: limit, scope: scope)
    }

    /// Whether the books balance, as far as the scope shows them.
    public func check(scope: AccessScope) async throws -> LedgerCheck {
        try await reader.check(scope: scope)
    }
}
