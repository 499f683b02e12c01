public import City
public import Kernel

/// What an organisation is.
public enum OrganisationType: String, Hashable, Sendable, CaseIterable {
    case community, street, district, department, employer, partner
}

/// An organisation 单位: a unit of the chain, a department, an employer or a partner.
public struct Organisation: Hashable, Sendable {
    /// Its code, which never changes.
    public let code: OrganisationCode
    /// Its official name.
    public private(set) var name: DisplayName
    /// What it is.
    public private(set) var type: OrganisationType
    /// Where it is.
    public private(set) var area: AreaCode
    /// How many events have been recorded of it.
    public private(set) var version: Version

    /// What is said of an organisation: a line of the import.
    public struct Definition: Hashable, Sendable {
        public let code: OrganisationCode
        public let name: DisplayName
        public let type: OrganisationType
        public let area: AreaCode

        public init(code: OrganisationCode, name: DisplayName, type: OrganisationType, area: AreaCode) {
            self.code = code
            self.name = name
            self.type = type
            self.area = area
        }
    }

    /// The organisation as it is stored; only Storage makes one of its row.
    public init(stored definition: Definition, version: Version) {
        code = definition.code
        name = definition.name
        type = definition.type
        area = definition.area
        self.version = version
    }

    /// Its identifier.
    public var id: OrganisationID { RegistryIdentifiers.organisation(code) }

    /// What the organisation says of itself now.
    public var definition: Definition { Definition(code: code, name: name, type: type, area: area) }

    /// Whether a definition says anything new of an organisation that may not exist yet.
    public static func decide(_ definition: Definition, existing: Organisation?) -> OrganisationEvent? {
        existing?.definition == definition ? nil : .defined(definition)
    }

    /// The organisation after an event, the first of which makes it.
    public static func applying(_ event: OrganisationEvent, to existing: Organisation?) -> Organisation {
        switch event {
        case .defined(let definition):
            Organisation(stored: definition, version: (existing?.version ?? .initial).next())
        }
    }
}

/// What happens to an organisation.
public enum OrganisationEvent: Hashable, Sendable {
    /// It was defined or corrected.
    case defined(Organisation.Definition)
}
