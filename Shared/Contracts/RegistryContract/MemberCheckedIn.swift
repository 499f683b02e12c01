public import Kernel
public import Wire

/// A member checked in to the community of residence 双报到.
public struct MemberCheckedIn: Message {
    /// The name under which it travels.
    public static let type = "registry.member.checked_in"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A member checked in to the community of residence 双报到."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The grid checked in to.")
    ]

    /// The grid checked in to.
    public let area: AreaCode

    /// Makes the message.
    public init(area: AreaCode) {
        self.area = area
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        area = try object.areaCode("area")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("area", area)
    }
}
