/// Why a command on a work order was not carried out.
public enum WorkOrderRejection: Error, Sendable, Hashable {
    /// The order is in a state from which this does not lead on.
    case illegal(state: WorkOrderState, allowed: [WorkOrderState])
    /// Another member was quicker.
    case takenByAnother
    /// The offer is not open any more.
    case offerClosed(OfferState)
    /// There is no such offer to this member.
    case noSuchOffer
    /// Only the member who has it in hand may do this.
    case notHolder
    /// The same person would take two steps that two people have to take.
    case samePerson(SeparationRule)
    /// A result that did not pass needs a coded reason.
    case reworkReasonMissing
    /// Range: 0…32.
    case quarterHoursOutOfRange
    /// `not_solvable` needs an explanation.
    case explanationMissing
    /// More than 500 graphemes.
    case explanationTooLong
    /// The member to assign is not known here.
    case unknownMember
    /// The member to assign may not take it.
    case memberBarred(Gate)
}

/// A rule that separates two steps; the feature that has the rule declares it.
public struct SeparationRule: Sendable, Hashable {
    /// Its name, which callers get, such as `handler-cannot-verify`.
    public let name: String

    init(_ name: String) {
        self.name = name
    }
}
