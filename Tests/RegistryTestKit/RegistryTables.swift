import City
import Kernel
import Messaging
import RegistryApplication
import RegistryDomain

/// What the tables of Registry hold.
struct RegistryTables: Sendable {
    var areas = Table<Area, AreaCode>(key: \.code)
    var organisations = Table<Organisation, OrganisationID>(key: \.id)
    var members = Table<StoredMember, MemberID>(key: \.member.id)
    var published: [EventDraft] = []
    /// How many of the next updates of members another process is quicker at.
    var conflicts = 0

    /// What a decision about members gets.
    func facts(_ keys: MemberKeys, scope: AccessScope) -> MemberFacts {
        let known = members.rows.filter { keys.members.contains($0.key) }
        return MemberFacts(
            members: known.filter { scope.area.contains($0.value.member.area) }, taken: Set(known.keys),
            areas: Set(keys.areas.filter { areas.rows[$0] != nil && scope.area.contains($0) }),
            organisations: Set(keys.organisations.filter { organisations.rows[$0] != nil }))
    }
}

/// An update met no row, as it was not among those that the decision got.
struct NoRow: Error {}

/// Rows of one kind by their key.
struct Table<Item: Sendable, Key: Hashable & Sendable>: Sendable {
    private(set) var rows: [Key: Item] = [:]
    private let key: @Sendable (Item) -> Key

    init(key: @escaping @Sendable (Item) -> Key) {
        self.key = key
    }

    /// Writes everything or, where a key is taken or a row was not loaded, nothing.
    mutating func write(_ change: StoreUpdate<Item, some Sendable>, loaded: Set<Key>) throws {
        var after = rows
        for item in change.created where after.updateValue(item, forKey: key(item)) != nil { throw StoreConflict() }
        for item in change.changed {
            guard loaded.contains(key(item)) else { throw NoRow() }
            after[key(item)] = item
        }
        rows = after
    }
}
