/// When a request is accepted at once, and when it waits for a call-taker.
public struct TriagePolicies: Sendable, Hashable {
    /// The confidence at and above which the lexicon's category is taken without a person.
    ///
    /// Range: 0 to 1.
    public let sureness: Double

    /// Makes the policies.
    public init(sureness: Double) {
        self.sureness = sureness
    }

    /// The category that a new request has without a person's look at it.
    ///
    /// - Parameters:
    ///   - chosen: the category that a call-taker chose, if one did.
    ///   - suggested: what the lexicon says.
    public func category(chosen: Category?, suggested: Suggestion?) -> Category? {
        chosen ?? suggested.flatMap { $0.confidence >= sureness ? $0.category : nil }
    }
}
