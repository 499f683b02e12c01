public import Kernel

/// Who may see a requester's contact, and for how long.
public struct ContactPolicies: Sendable, Hashable {
    /// How long after the request's end the member who took it on may still see the contact.
    public let afterEnd: Duration

    /// Makes the policies.
    public init(afterEnd: Duration) {
        self.afterEnd = afterEnd
    }

    /// Whether a member's grant still holds.
    public func isOpen(endedAt: Timestamp?, now: Timestamp) -> Bool {
        endedAt.map { now < $0 + afterEnd } ?? true
    }
}
