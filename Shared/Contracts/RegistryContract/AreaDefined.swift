public import Kernel
public import Wire

/// An area was defined, or its shape was corrected.
public struct AreaDefined: Message {
    public static let type = "registry.area.defined"
    public static let version = 1
    public static let summary = "An area was defined, or its shape was corrected."

    public let code: AreaCode
    public let name: String
    public let boundary: [Position]

    public init(code: AreaCode, name: String, boundary: [Position]) {
        self.code = code
        self.name = name
        self.boundary = boundary
    }

    public static let fields = Fields(
        Self.init,
        Field("code", \.code, "Statistical code of the area."),
        Field("name", \.name, "Official name of the area."),
        Field(
            "boundary", \.boundary, within: .elements(10_000),
            "Corners of the area in order, the ring not closed; empty where the area is the sum of its grids."))
}
