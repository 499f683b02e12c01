public import Kernel
public import Wire

/// An area was defined, or its shape was corrected.
public struct AreaDefined: Message {
    /// The name under which it travels.
    public static let type = "registry.area.defined"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "An area was defined, or its shape was corrected."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "code", type: .areaCode, unit: nil, required: true,
            summary: "Its statistical code."),
        FieldDescription(
            name: "name", type: .string, unit: nil, required: true,
            summary: "Its official name."),
        FieldDescription(
            name: "boundary", type: .array(of: .object(Position.fields)), unit: nil, required: true,
            summary: "Its ring of corners, not closed; empty where it is the sum of its grids."),
    ]

    /// Its statistical code.
    public let code: AreaCode
    /// Its official name.
    public let name: String
    /// Its ring of corners, not closed; empty where it is the sum of its grids.
    public let boundary: [Position]

    /// Makes the message.
    public init(code: AreaCode, name: String, boundary: [Position]) {
        self.code = code
        self.name = name
        self.boundary = boundary
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        code = try object.areaCode("code")
        name = try object.string("name")
        boundary = try object.array("boundary", max: 10_000, Position.init(from:))
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("code", code)
        writer.field("name", name)
        writer.array("boundary", boundary) { writer, element in writer.object { element.encode(to: &$0) } }
    }
}
