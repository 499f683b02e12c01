public import City
public import Kernel
import PersonalData
public import RegistryDomain

/// Which members a list shows, page by page.
public struct MemberQuery: Hashable, Sendable {
    /// Members of this area and of what lies in it.
    public var area: AreaCode
    public var skill: SkillCode?
    /// Range: 1 to 201, a page and the row that says that there are more.
    public var limit: Int
    /// The last member of the page before.
    public var after: MemberCursor?

    public init(area: AreaCode, skill: SkillCode? = nil, limit: Int = 50, after: MemberCursor? = nil) {
        self.area = area
        self.skill = skill
        self.limit = limit
        self.after = after
    }
}

/// A place in the list of members, which is ordered by area and identifier.
public struct MemberCursor: Hashable, Sendable {
    public let area: AreaCode
    public let id: MemberID

    public init(area: AreaCode, id: MemberID) {
        self.area = area
        self.id = id
    }
}

/// A member as staff see it: who it is only in part.
public struct MemberView: Hashable, Sendable {
    public let member: Member
    /// `王**`.
    public let maskedName: String
    /// `138****5678`.
    public let maskedPhone: String

    public init(member: Member, maskedName: String, maskedPhone: String) {
        self.member = member
        self.maskedName = maskedName
        self.maskedPhone = maskedPhone
    }
}

/// Shows members with their names and phones masked.
public struct ReadMembers: Sendable {
    private let store: any MemberStore
    private let sealer: any PersonalDataSealer

    public init(store: any MemberStore, sealer: any PersonalDataSealer) {
        self.store = store
        self.sealer = sealer
    }

    /// One member.
    ///
    /// Throws: ``MemberFailure/notFound``.
    public func one(_ id: MemberID, scope: AccessScope) async throws -> MemberView {
        guard let stored = try await store.member(id, scope: scope) else { throw MemberFailure.notFound }
        return try view(stored)
    }

    /// The members that a query finds, in order.
    public func list(_ query: MemberQuery, scope: AccessScope) async throws -> [MemberView] {
        try await store.members(query, scope: scope).map(view)
    }

    /// A member that was just changed.
    public func view(_ stored: StoredMember) throws -> MemberView {
        let personal = try sealer.open(stored.personal, of: stored.member.id)
        return MemberView(
            member: stored.member, maskedName: personal.name.masked, maskedPhone: personal.phone.masked)
    }
}
