public import Kernel
public import Wire

/// A member checked in to the community of residence 双报到.
public struct MemberCheckedIn: Message {
    public static let type = "registry.member.checked_in"
    public static let version = 1
    public static let summary = "A member checked in to the community of residence 双报到."

    public let area: AreaCode

    public init(area: AreaCode) {
        self.area = area
    }

    public static let fields = Fields(
        Self.init,
        Field("area", \.area, "Code of the grid that the member checked in to."))
}
