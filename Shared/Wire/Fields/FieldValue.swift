/// What a field can hold: a value that is written under a key and described by a schema.
public protocol WrittenValue: Sendable {
    /// What bounds the value.
    associatedtype Limits: Sendable = NoLimits

    /// The limits of a field that names none.
    static var usualLimits: Limits { get }

    /// Whether the member is always there.
    static var isRequired: Bool { get }

    /// The form of the value.
    static func schema(_ limits: Limits) -> Schema

    /// Writes the member, or nothing where there is no value.
    func write(_ key: FieldKey, to writer: inout ObjectWriter)
}

/// A value that is always there and has one JSON form by itself, so that lists can hold it too.
public protocol WrittenElement: WrittenValue, WireValue {}

/// What a field can hold that is read back too.
///
/// Rule: a type's schema allows exactly what its reading takes; both follow from the same limits.
public protocol FieldValue: WrittenValue {
    /// Reads the member of an object.
    static func read(_ key: FieldKey, of object: WireObject, _ limits: Limits) throws(WireError) -> Self
}

/// A value that is always there, has one JSON form by itself and is read back.
public protocol ElementValue: FieldValue, WrittenElement {
    /// Reads the value.
    static func read(_ element: WireElement, _ limits: Limits) throws(WireError) -> Self
}

/// The limits of values that have none, such as identifiers.
public struct NoLimits: Sendable, Hashable {
    /// Makes them.
    public init() {}
}

extension WrittenValue where Limits == NoLimits {
    /// None.
    @inlinable
    public static var usualLimits: NoLimits { NoLimits() }
}

extension WrittenElement {
    /// The member is always there.
    @inlinable
    public static var isRequired: Bool { true }

    /// Writes the member.
    @inlinable
    public func write(_ key: FieldKey, to writer: inout ObjectWriter) {
        writer.open(key)
        write(to: &writer.bytes)
    }
}

extension ElementValue {
    /// Reads the member; one that is absent or null is missing.
    @inlinable
    public static func read(_ key: FieldKey, of object: WireObject, _ limits: Limits) throws(WireError) -> Self {
        guard let location = object.find(key) else { throw object.error(.missing, at: key.name) }
        return try read(WireElement(object.document, location: location), limits)
    }
}

extension Optional: WrittenValue where Wrapped: WrittenElement {
    /// The limits of the value that may be there.
    public typealias Limits = Wrapped.Limits

    /// The limits of a field that names none.
    @inlinable
    public static var usualLimits: Wrapped.Limits { Wrapped.usualLimits }

    /// The member may be absent.
    @inlinable
    public static var isRequired: Bool { false }

    /// The form of the value that may be there.
    @inlinable
    public static func schema(_ limits: Wrapped.Limits) -> Schema { Wrapped.schema(limits) }

    /// Writes the member, or nothing.
    @inlinable
    public func write(_ key: FieldKey, to writer: inout ObjectWriter) {
        self?.write(key, to: &writer)
    }
}

extension Optional: FieldValue where Wrapped: ElementValue {
    /// Reads the member; `nil` if it is absent, null or a text of blanks.
    @inlinable
    public static func read(_ key: FieldKey, of object: WireObject, _ limits: Wrapped.Limits) throws(WireError) -> Self
    {
        guard let location = object.find(key) else { return nil }
        let element = WireElement(object.document, location: location)
        return element.isBlank ? nil : try Wrapped.read(element, limits)
    }
}
