public import City
public import IntakeDomain
public import Kernel

/// Who wants to see a contact.
public enum ContactReader: Sendable, Hashable {
    /// The member who took the work order on.
    case member(MemberID)
    /// Staff in their own area, with a reason.
    case staff(AccessScope, role: String, reason: String)
}

/// An access to a contact, as the log of accesses keeps it.
public struct ContactAccess: Sendable, Hashable {
    /// Who saw it.
    public let actor: ActorID
    /// In which role.
    public let role: String
    /// Why.
    public let reason: String
    /// When.
    public let at: Timestamp

    /// Makes the entry.
    public init(actor: ActorID, role: String, reason: String, at: Timestamp) {
        self.actor = actor
        self.role = role
        self.reason = reason
        self.at = at
    }
}

/// Shows a requester's contact to those who may see it; each time is written down.
public struct RevealContact: Sendable {
    private let store: any IntakeStore
    private let rules: RequestRules
    private let scope: AccessScope

    /// Makes the use case.
    ///
    /// - Parameter scope: the whole installation's area: a grant holds wherever its member belongs.
    public init(store: any IntakeStore, rules: RequestRules, scope: AccessScope) {
        self.store = store
        self.rules = rules
        self.scope = scope
    }

    /// Shows it.
    ///
    /// - Throws: `ChangeFault.notFound` if there is no such request, or not for this reader, or not any more.
    public func callAsFunction(
        _ id: ServiceRequestID, to reader: ContactReader, at now: Timestamp
    ) async throws -> Requester {
        switch reader {
        case .member(let member):
            try await store.reveal(id, grantedTo: member, scope: scope) { [rules] endedAt in
                guard rules.contacts.isOpen(endedAt: endedAt, now: now) else { throw ChangeFault.notFound }
                return ContactAccess(actor: member.retagged(), role: "member", reason: "accepted", at: now)
            }
        case .staff(let scope, let role, let reason):
            try await store.reveal(id, grantedTo: nil, scope: scope) { _ in
                ContactAccess(
                    actor: scope.actor ?? ActorID(high: 0, low: 0), role: role, reason: reason, at: now)
            }
        }
    }
}
