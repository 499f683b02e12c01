public import Kernel

/// Why a member could not be found or touched, apart from what the member's own rules say.
public enum MemberFailure: Error, Hashable, Sendable {
    /// There is none, or none within the scope: the answer is the same.
    case notFound
    /// The area that was named is not known, or not within the scope.
    case unknownArea
    /// The member has changed since the caller looked.
    case stale(current: Version)
}
