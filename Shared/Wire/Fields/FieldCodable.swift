/// A type that is written and described by its fields.
public protocol FieldEncodable: WireEncodable, WrittenElement where Limits == NoLimits {
    /// How the fields are declared: ``Fields`` or ``WrittenFields``.
    associatedtype List: FieldList<Self>

    /// The fields, in the order in which they are written.
    static var fields: List { get }
}

/// A type that is written, read and described by its ``Fields``.
public protocol FieldCodable: FieldEncodable, WireDecodable, ElementValue where List == Fields<Self> {}

extension FieldEncodable {
    /// The fields as a schema describes them.
    public static var properties: [Schema.Property] { fields.properties }

    /// The form of the whole.
    public static var schema: Schema { fields.schema }

    /// The form of the whole.
    public static func schema(_ limits: NoLimits) -> Schema { fields.schema }

    /// Writes the members in the declared order.
    @inlinable
    public func encode(to writer: inout ObjectWriter) { Self.fields.write(self, to: &writer) }

    /// Appends the object.
    @inlinable
    public func write(to bytes: inout [UInt8]) {
        // The buffer moves into the writer and back, so that it always has one owner and is never copied.
        var writer = ObjectWriter(bytes: [])
        swap(&writer.bytes, &bytes)
        writer.braced { encode(to: &$0) }
        swap(&writer.bytes, &bytes)
    }
}

extension FieldCodable {
    /// Reads the members; an error names the one at fault.
    @inlinable
    public init(from object: WireObject) throws(WireError) { self = try Self.fields.read(object) }

    /// Reads the object.
    @inlinable
    public static func read(_ element: WireElement, _ limits: NoLimits) throws(WireError) -> Self {
        try Self(from: try element.object())
    }
}
