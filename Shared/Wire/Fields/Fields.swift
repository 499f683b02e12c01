/// The fields of a type, declared once: writing, reading and describing it follow from them.
///
/// The order of the fields is the order in which members are written.
public struct Fields<Root: Sendable>: FieldList {
    @usableFromInline let written: WrittenFields<Root>
    @usableFromInline let reading: @Sendable (WireObject) throws(WireError) -> Root

    /// Declares the fields of a type.
    ///
    /// - Parameters:
    ///   - name: the name of the schema among the components of a document.
    ///   - unknown: what a reader does with members that are not declared.
    ///   - make: the initialiser that takes the values in the order of the fields.
    ///   - field: the fields.
    @inlinable
    public init<each Value: FieldValue>(
        name: String? = nil, unknown: Schema.UnknownMembers = .ignored,
        _ make: @escaping @Sendable (repeat each Value) throws(WireError) -> Root,
        _ field: repeat Field<Root, each Value>
    ) {
        written = WrittenFields(name: name, unknown: unknown, repeat (each field).written)
        reading = { (object) throws(WireError) in try make(repeat try (each field).read(object)) }
    }

    /// The form of the whole.
    public var schema: Schema { written.schema }

    /// The fields as a schema describes them, in their order.
    public var properties: [Schema.Property] { written.properties }

    /// Writes the members.
    @inlinable
    public func write(_ root: Root, to writer: inout ObjectWriter) { written.write(root, to: &writer) }

    /// Reads the members; an error names the one at fault.
    @inlinable
    public func read(_ object: WireObject) throws(WireError) -> Root { try reading(object) }
}

/// The fields of a type that is only written, such as a response.
public struct WrittenFields<Root: Sendable>: FieldList {
    /// The fields as a schema describes them, in their order.
    public let properties: [Schema.Property]
    /// The form of the whole.
    public let schema: Schema

    @usableFromInline let writing: [FieldWriter]

    /// Declares the fields of a type.
    ///
    /// - Parameters:
    ///   - name: the name of the schema among the components of a document.
    ///   - unknown: what a reader of the document has to expect.
    ///   - field: the fields.
    @inlinable
    public init<each Value: WrittenValue>(
        name: String? = nil, unknown: Schema.UnknownMembers = .refused, _ field: repeat WrittenField<Root, each Value>
    ) {
        var properties: [Schema.Property] = []
        var writing: [FieldWriter] = []
        for field in repeat each field {
            properties.append(field.property)
            writing.append(field.writing)
        }
        self.properties = properties
        self.writing = writing
        schema = .object(name: name, properties, unknown: unknown)
    }

    /// Writes the members.
    @inlinable
    public func write(_ root: Root, to writer: inout ObjectWriter) {
        withUnsafePointer(to: root) { address in
            for field in writing { field(UnsafeRawPointer(address), &writer) }
        }
    }
}

/// The fields of a type, whether it is read or only written.
public protocol FieldList<Root>: Sendable {
    /// The type.
    associatedtype Root: Sendable

    /// The form of the whole.
    var schema: Schema { get }

    /// The fields as a schema describes them, in their order.
    var properties: [Schema.Property] { get }

    /// Writes the members.
    func write(_ root: Root, to writer: inout ObjectWriter)
}
