public import City
public import Kernel
public import Messaging
public import RegistryDomain

/// A member with the sealed personal data beside it.
public struct StoredMember: Hashable, Sendable {
    public var member: Member
    public var personal: SealedPersonalData

    public init(member: Member, personal: SealedPersonalData) {
        self.member = member
        self.personal = personal
    }
}

/// Names what a decision about members has to look at.
public struct MemberKeys: Hashable, Sendable {
    public var members: [MemberID]
    public var areas: [AreaCode]
    public var organisations: [OrganisationID]

    public init(members: [MemberID], areas: [AreaCode] = [], organisations: [OrganisationID] = []) {
        self.members = members
        self.areas = areas
        self.organisations = organisations
    }
}

/// What stands in the registry at the moment of a decision; the members in it are locked.
public struct MemberFacts: Sendable {
    /// The members within the scope.
    public var members: [MemberID: StoredMember]
    /// The members that exist, within the scope or not.
    public var taken: Set<MemberID>
    /// The areas within the scope that are known.
    public var areas: Set<AreaCode>
    /// The organisations that are known, wherever they are.
    public var organisations: Set<OrganisationID>

    public init(
        members: [MemberID: StoredMember], taken: Set<MemberID>, areas: Set<AreaCode>,
        organisations: Set<OrganisationID>
    ) {
        self.members = members
        self.taken = taken
        self.areas = areas
        self.organisations = organisations
    }
}

/// What a decision writes, the events it publishes, and what the caller gets.
public struct StoreUpdate<Item: Sendable, Result: Sendable>: Sendable {
    /// What is new.
    public var created: [Item]
    /// The full new state of what was there.
    public var changed: [Item]
    /// The events that it publishes, in order.
    public var events: [EventDraft]
    public var result: Result

    public init(created: [Item] = [], changed: [Item] = [], events: [EventDraft] = [], result: Result) {
        self.created = created
        self.changed = changed
        self.events = events
        self.result = result
    }
}

/// Why a decision could not be stored although nothing is wrong with it: somebody else was quicker.
public struct StoreConflict: Error, Hashable, Sendable {
    public init() {}
}

/// Where members are kept.
public protocol MemberStore: Sendable {
    /// Locks the members in the order of their identifiers, decides, and saves, in one transaction.
    ///
    /// Throws: what `decide` throws, as it is, with nothing saved; ``StoreConflict`` when a new member was made by
    /// somebody else in the meantime.
    func update<Result: Sendable>(
        _ keys: MemberKeys, scope: AccessScope, _ decide: (MemberFacts) throws -> StoreUpdate<StoredMember, Result>
    ) async throws -> Result

    /// One member, if it is within the scope.
    func member(_ id: MemberID, scope: AccessScope) async throws -> StoredMember?

    /// A page of members.
    func members(_ query: MemberQuery, scope: AccessScope) async throws -> [StoredMember]

    /// Members whose shift ended before that moment and who are still on duty, the longest overdue first.
    func overdueDuties(endedBefore moment: Timestamp, limit: Int, scope: AccessScope) async throws -> [MemberID]
}

/// Where areas are kept.
public protocol AreaStore: Sendable {
    /// Locks the areas, decides, and saves, in one transaction.
    func update<Result: Sendable>(
        _ codes: [AreaCode], scope: AccessScope, _ decide: ([AreaCode: Area]) throws -> StoreUpdate<Area, Result>
    ) async throws -> Result

    /// A page of the areas directly below one, by code.
    func children(of parent: AreaCode, after: AreaCode?, limit: Int, scope: AccessScope) async throws -> [Area]
}

/// Where organisations are kept.
public protocol OrganisationStore: Sendable {
    /// Locks the organisations, decides, and saves, in one transaction.
    func update<Result: Sendable>(
        _ ids: [OrganisationID], scope: AccessScope,
        _ decide: ([OrganisationID: Organisation]) throws -> StoreUpdate<Organisation, Result>
    ) async throws -> Result
}
