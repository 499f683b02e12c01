public import Kernel
public import Wire

/// An organisation was registered or corrected.
public struct OrganisationDefined: Message {
    public static let type = "registry.organisation.defined"
    public static let version = 1
    public static let summary = "An organisation was registered or corrected."

    public let kind: OrganisationKind
    public let area: AreaCode

    public init(kind: OrganisationKind, area: AreaCode) {
        self.kind = kind
        self.area = area
    }

    public static let fields = Fields(
        Self.init,
        Field("kind", \.kind, "Kind of the organisation."),
        Field("area", \.area, "Code of the area where the organisation is."))
}
