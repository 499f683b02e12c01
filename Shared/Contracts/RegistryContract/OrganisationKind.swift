public import Wire

/// What an organisation is.
public enum OrganisationKind: String, WireEnumeration {
    /// A community’s unit.
    case community
    /// A street’s or town’s unit.
    case street
    /// A district’s or county’s unit.
    case district
    /// A department.
    case department
    /// An employer whose members check in where they live.
    case employer
    /// A red partner 红色合伙人.
    case partner
}
