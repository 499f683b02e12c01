public import City
public import Kernel

/// Where a work order stands, with the data that exists only there.
public enum WorkOrderProgress: Sendable, Hashable {
    /// Nobody has had it since that moment, and no offer is open.
    case unassigned(since: Timestamp)
    /// Nobody has had it since that moment; offers are open.
    case offering(since: Timestamp)
    /// The member took it on.
    case accepted(MemberID)
    /// The member has arrived.
    case working(MemberID)
    /// The member reported a result.
    case submitted(MemberID, Submission)
    /// The member's result did not pass.
    case rework(MemberID, Submission)
    /// The result passed.
    case verified(MemberID, Submission, by: ActorID)
    /// It was withdrawn; who had it then, if anybody had.
    case cancelled(holder: MemberID?)

    /// The state without its data.
    public var state: WorkOrderState {
        switch self {
        case .unassigned: .unassigned
        case .offering: .offering
        case .accepted: .accepted
        case .working: .working
        case .submitted: .submitted
        case .rework: .rework
        case .verified: .verified
        case .cancelled: .cancelled
        }
    }

    /// The member who has it in hand, or had it last; nil before the first.
    public var holder: MemberID? {
        switch self {
        case .unassigned, .offering: nil
        case .accepted(let member), .working(let member), .submitted(let member, _), .rework(let member, _),
            .verified(let member, _, _):
            member
        case .cancelled(let member): member
        }
    }

    /// The result that was reported.
    public var submission: Submission? {
        switch self {
        case .submitted(_, let submission), .rework(_, let submission), .verified(_, let submission, _): submission
        case .unassigned, .offering, .accepted, .working, .cancelled: nil
        }
    }

    /// The person who verified it.
    public var verifier: ActorID? {
        if case .verified(_, _, let verifier) = self { verifier } else { nil }
    }

    /// Since when nobody has had it; nil while somebody has.
    public var waitingSince: Timestamp? {
        switch self {
        case .unassigned(let since), .offering(let since): since
        case .accepted, .working, .submitted, .rework, .verified, .cancelled: nil
        }
    }

    /// The progress that stored columns stand for; nil if they contradict each other.
    public init?(
        _ state: WorkOrderState, holder: MemberID?, submission: Submission?, verifier: ActorID?,
        waitingSince: Timestamp?
    ) {
        switch (state, holder, submission, verifier, waitingSince) {
        case (.unassigned, nil, _, _, let since?): self = .unassigned(since: since)
        case (.offering, nil, _, _, let since?): self = .offering(since: since)
        case (.accepted, let member?, _, _, _): self = .accepted(member)
        case (.working, let member?, _, _, _): self = .working(member)
        case (.submitted, let member?, let result?, _, _): self = .submitted(member, result)
        case (.rework, let member?, let result?, _, _): self = .rework(member, result)
        case (.verified, let member?, let result?, let verifier?, _): self = .verified(member, result, by: verifier)
        case (.cancelled, let member, _, _, _): self = .cancelled(holder: member)
        default: return nil
        }
    }
}
