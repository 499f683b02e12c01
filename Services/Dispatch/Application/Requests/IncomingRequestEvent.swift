public import DispatchDomain
public import Kernel

/// An event of Intake about a request, as far as it matters here.
public enum IncomingRequestEvent: Sendable, Hashable {
    /// It was accepted: a work order is issued.
    case accepted(Acceptance)
    /// It was withdrawn: its work orders are void.
    case withdrawn
    /// Anything else, which only counts for the order of events.
    case other

    /// What an accepted request asks for.
    public struct Acceptance: Sendable, Hashable {
        let category: String
        let urgency: Urgency
        let area: AreaCode
        let skill: String?
        let round: Int
        let registeredAt: Timestamp

        public init(
            category: String, urgency: Urgency, area: AreaCode, skill: String?, round: Int, registeredAt: Timestamp
        ) {
            self.category = category
            self.urgency = urgency
            self.area = area
            self.skill = skill
            self.round = round
            self.registeredAt = registeredAt
        }
    }

    /// The area of the work that it asks for; nil where it asks for none.
    public var area: AreaCode? {
        if case .accepted(let acceptance) = self { acceptance.area } else { nil }
    }
}
