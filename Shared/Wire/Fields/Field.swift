/// One field of a type: its key, where its value is stored, its limits and what it is.
///
/// Why: there is one initialiser, for the compiler tries every overload of each field against those of all others.
public struct Field<Root: Sendable, Value: FieldValue>: Sendable {
    @usableFromInline let written: WrittenField<Root, Value>
    @usableFromInline let read: @Sendable (WireObject) throws(WireError) -> Value

    /// Declares a field.
    ///
    /// - Parameters:
    ///   - name: the key, in lower case with underscores.
    ///   - path: the property.
    ///   - limits: what bounds the value.
    ///   - unit: the unit of a number.
    ///   - summary: what the field is: a noun phrase with a full stop.
    @inlinable
    public init(
        _ name: String, _ path: any KeyPath<Root, Value> & Sendable, within limits: Value.Limits = Value.usualLimits,
        unit: String? = nil, _ summary: String
    ) {
        let key = FieldKey(name)
        let writing: FieldWriter
        if let offset = MemoryLayout<Root>.offset(of: path) {
            // Why: reading through a key path takes many times as long as reading where it leads.
            writing = { root, writer in
                (root + offset).assumingMemoryBound(to: Value.self).pointee.write(key, to: &writer)
            }
        } else {
            writing = { root, writer in
                root.assumingMemoryBound(to: Root.self).pointee[keyPath: path].write(key, to: &writer)
            }
        }
        written = WrittenField(name, limits, unit, summary, writing)
        read = { (object) throws(WireError) in try Value.read(key, of: object, limits) }
    }
}

/// One field of a type that is only written: its key, what its value is, its limits and what it means.
public struct WrittenField<Root: Sendable, Value: WrittenValue>: Sendable {
    @usableFromInline let writing: FieldWriter

    /// The field as a schema describes it.
    public let property: Schema.Property

    /// Declares a field.
    ///
    /// - Parameters:
    ///   - name: the key, in lower case with underscores.
    ///   - value: the property, or what works the value out.
    ///   - limits: what bounds the value.
    ///   - unit: the unit of a number.
    ///   - summary: what the field is: a noun phrase with a full stop.
    @inlinable
    public init(
        _ name: String, _ value: @escaping @Sendable (Root) -> Value, within limits: Value.Limits = Value.usualLimits,
        unit: String? = nil, _ summary: String
    ) {
        let key = FieldKey(name)
        self.init(name, limits, unit, summary) { root, writer in
            value(root.assumingMemoryBound(to: Root.self).pointee).write(key, to: &writer)
        }
    }

    @inlinable
    init(_ name: String, _ limits: Value.Limits, _ unit: String?, _ summary: String, _ writing: @escaping FieldWriter) {
        property = Schema.Property(name, Value.schema(limits), required: Value.isRequired, unit: unit, summary)
        self.writing = writing
    }
}

/// Writes one field of the value at an address.
@usableFromInline
typealias FieldWriter = @Sendable (UnsafeRawPointer, inout ObjectWriter) -> Void
