public import Kernel
public import Wire

/// A member checked in to the community of residence 双报到.
public struct MemberCheckedIn: Message {
    public static let type = "registry.member.checked_in"
    public static let version = 1
    public static let summary = "A member checked in to the community of residence 双报到."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The grid checked in to."),
    ]

    /// The grid checked in to.
    public let area: AreaCode

    public init(area: AreaCode) {
        self.area = area
    }

    public init(from object: WireObject) throws(WireError) {
        area = try object.areaCode("area")
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("area", area)
    }
}
