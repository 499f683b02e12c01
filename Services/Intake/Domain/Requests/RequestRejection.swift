public import Kernel

/// Why a command to a service request was not carried out.
public enum RequestRejection: Error, Sendable, Hashable {
    /// The request is in a state from which this is not possible.
    case notPossible(in: RequestState, allowed: [RequestState])
    /// It was rated before.
    case alreadyRated
    /// A work order needs a grid or a community; this area is larger.
    case areaTooCoarse(AreaCode)
    /// Nobody can say that it is solved who was not reached.
    case unreachableCannotBeResolved
    /// Ratings are of one to five stars.
    case starsOutOfRange
    /// The request is a leader's case 包案: only a manager records its callbacks.
    case leaderCase
}
