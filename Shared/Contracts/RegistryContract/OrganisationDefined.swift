public import Kernel
public import Wire

/// An organisation was registered or corrected.
public struct OrganisationDefined: Message {
    /// The name under which it travels.
    public static let type = "registry.organisation.defined"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "An organisation was registered or corrected."
    /// The members, in the order they are written.
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

    /// Makes the message.
    public init(kind: OrganisationKind, area: AreaCode) {
        self.kind = kind
        self.area = area
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        kind = try object.enumeration("kind", as: OrganisationKind.self)
        area = try object.areaCode("area")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("kind", kind.rawValue)
        writer.field("area", area)
    }
}
