public import Kernel
public import Wire

/// An organisation was registered or corrected.
public struct OrganisationDefined: Message {
    public static let type = "registry.organisation.defined"
    public static let version = 1
    public static let summary = "An organisation was registered or corrected."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "kind", type: .enumeration(OrganisationKind.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "What it is."),
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "Where it is."),
    ]

    /// What it is.
    public let kind: OrganisationKind
    /// Where it is.
    public let area: AreaCode

    public init(kind: OrganisationKind, area: AreaCode) {
        self.kind = kind
        self.area = area
    }

    public init(from object: WireObject) throws(WireError) {
        kind = try object.enumeration("kind", as: OrganisationKind.self)
        area = try object.areaCode("area")
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("kind", kind.rawValue)
        writer.field("area", area)
    }
}
