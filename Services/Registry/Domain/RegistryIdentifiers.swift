public import City
public import Kernel

/// Tags the identifier of an area, derived from its code.
public enum AreaTag {}

/// The identifier of an area.
public typealias AreaID = Identifier<AreaTag>

/// Tags the namespaces that business keys become identifiers in.
public enum NamespaceTag {}

/// How business keys become identifiers: the same key gives the same identifier in every import, for ever.
public enum RegistryIdentifiers {
    /// The identifier of an area.
    public static func area(_ code: AreaCode) -> AreaID {
        .derived(from: code.text, in: areas)
    }

    /// The identifier of an organisation.
    public static func organisation(_ code: OrganisationCode) -> OrganisationID {
        .derived(from: code.text, in: organisations)
    }

    /// The identifier of a member.
    public static func member(_ number: MemberNumber) -> MemberID {
        .derived(from: number.text, in: members)
    }

    // Drawn at random once; a change would give every area, organisation and member a second life.
    private static let areas = Identifier<NamespaceTag>(high: 0x6f0c_1e59_2a7b_4d31, low: 0x9c84_57e2_b0d6_13fa)
    private static let organisations = Identifier<NamespaceTag>(high: 0xd27a_93b4_05ce_4f68, low: 0x8b1d_e640_7f92_ac35)
    private static let members = Identifier<NamespaceTag>(high: 0x38e5_b7c1_f416_4a0d, low: 0xa95e_20c8_6d73_41bf)
}
