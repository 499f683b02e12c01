/// When a request is accepted at once, and when it waits for a call-taker.
public struct TriagePolicies: Sendable, Hashable {
    /// The confidence at and above which the lexicon's category is taken without a person.
    ///
    /// Range: 0 to 1. Source: our choice, at the point where 19 of 20 labelled messages are right.
    public var sureness: Double

    /// Makes the policies.
    public init(sureness: Double = 0.35) {
        self.sureness = sureness
    }

    /// What becomes of a new request.
    ///
    /// - Parameters:
    ///   - chosen: the category that a call-taker chose, if one did.
    ///   - suggested: what the lexicon says.
    /// - Returns: the registration, and the acceptance where category and place are both sure.
    public func events(
        channel: Channel, chosen: Category?, suggested: Suggestion?, urgency: Urgency, placement: Placement,
        number: RequestNumber
    ) -> [RequestEvent] {
        let sure = chosen ?? suggested.flatMap { $0.confidence >= sureness ? $0.category : nil }
        let registered = RequestEvent.registered(
            channel: channel, category: sure, urgency: urgency, placement: placement, number: number)
        guard let sure, placement.isLocated else { return [registered] }
        return [registered, .accepted(category: sure, urgency: urgency, area: placement.area, round: 1)]
    }
}
