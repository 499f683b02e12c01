import City
public import RegistryApplication
public import ServiceRuntime

/// The HTTP face of the registry.
public struct RegistryAPI: Sendable {
    let importAreas: ImportAreas
    let importOrganisations: ImportOrganisations
    let importMembers: ImportMembers
    let changeMember: ChangeMember
    let checkInMany: CheckInMany
    let readMembers: ReadMembers
    let readAreas: ReadAreas
    let importTurn = ImportTurn()

    public init(
        areas: any AreaStore, organisations: any OrganisationStore, members: any MemberStore,
        sealer: any PersonalDataSealer
    ) {
        importAreas = ImportAreas(store: areas)
        importOrganisations = ImportOrganisations(store: organisations)
        importMembers = ImportMembers(store: members, sealer: sealer)
        changeMember = ChangeMember(store: members)
        checkInMany = CheckInMany(store: members)
        readMembers = ReadMembers(store: members, sealer: sealer)
        readAreas = ReadAreas(store: areas)
    }

    /// Every route.
    public var endpoints: [Endpoint] { importEndpoints + memberEndpoints + memberChangeEndpoints + areaEndpoints }
}

extension AccessScope {
    /// What the caller may see and touch.
    init(_ principal: Principal) {
        self.init(area: principal.area, actor: principal.id)
    }
}
