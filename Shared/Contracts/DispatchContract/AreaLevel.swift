public import Wire

/// A level of the chain.
public enum AreaLevel: String, WireEnumeration {
    /// Grid.
    case grid
    /// Community.
    case community
    /// Street or town.
    case street
    /// District or county.
    case district
    /// City.
    case city
}
