public import Kernel

/// Why something cannot be done with a member.
public enum MemberRejection: Error, Hashable, Sendable {
    /// The state does not allow it; the actions that it does allow stand beside it.
    case notAllowed(MemberAction, from: MemberStatus, allowed: [MemberAction])
    /// Residence is a grid or a community, nothing larger.
    case homeTooLarge
    /// A member checks in to a grid.
    case notAGrid
    /// A member checks in to the community of residence.
    case outsideHomeCommunity(AreaCode)
    /// A shift ends after now.
    case shiftOver
    /// A shift is no longer than that. Units: hours.
    case shiftTooLong(limitHours: Int)
    /// A duty is served in the member's own district.
    case outsideDistrict(AreaCode)
    /// A checked-in member changes home or organisation by a transfer only.
    case transferNeeded
}
