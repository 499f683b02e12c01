/// Writes the members of one JSON object, in the order of the calls.
///
/// A key is written as it is given; that it is given once is the caller's care.
public struct ObjectWriter: Sendable {
    /// What has been written so far.
    @usableFromInline var bytes: [UInt8]
    /// Whether the next member or element follows another one.
    @usableFromInline var needsComma = false

    @inlinable
    init(bytes: consuming [UInt8]) {
        self.bytes = bytes
    }

    /// Writes a member.
    @inlinable
    public mutating func field<Value: WireValue>(_ key: String, _ value: Value) {
        open(key)
        value.write(to: &bytes)
    }

    /// Writes a member, or nothing if there is no value.
    @inlinable
    public mutating func field<Value: WireValue>(_ key: String, _ value: Value?) {
        if let value { field(key, value) }
    }

    /// Writes a member whose value is JSON already; the bytes are not checked.
    @inlinable
    public mutating func field(_ key: String, _ json: [UInt8]) {
        open(key)
        bytes.append(contentsOf: json)
    }

    /// Writes a member whose value is JSON already, or nothing if there is none.
    @inlinable
    public mutating func field(_ key: String, _ json: [UInt8]?) {
        if let json { field(key, json) }
    }

    /// Writes a member that is `null`.
    public mutating func null(_ key: String) {
        field(key, JSONValue.null)
    }

    /// Writes a member that is an object.
    @inlinable
    public mutating func object<Failure: Error>(
        _ key: String, _ body: (inout ObjectWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open(key)
        try braced(body)
    }

    /// Writes a member that is an object, or nothing if there is no value.
    @inlinable
    public mutating func object(_ key: String, _ value: (some WireEncodable)?) {
        if let value { object(key) { value.encode(to: &$0) } }
    }

    /// Writes a member that is an array, one call of the closure for each element.
    @inlinable
    public mutating func array<Elements: Sequence>(
        _ key: String, _ elements: Elements, _ body: (inout ElementWriter, Elements.Element) -> Void
    ) {
        open(key)
        bracketed(elements, body)
    }

    /// Writes a member that is an array of objects.
    @inlinable
    public mutating func array<Element: WireEncodable>(_ key: String, _ elements: [Element]) {
        array(key, elements) { writer, element in writer.object { element.encode(to: &$0) } }
    }

    /// Writes the comma, the key and the colon.
    @usableFromInline
    mutating func open(_ key: String) {
        key.writeKey(to: &bytes, afterComma: needsComma)
        needsComma = true
    }

    /// Writes the comma and a key that was made beforehand.
    @usableFromInline
    mutating func open(_ key: FieldKey) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        key.text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    @inlinable
    mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    @inlinable
    mutating func braced<Failure: Error>(
        _ body: (inout ObjectWriter) throws(Failure) -> Void
    ) throws(Failure) {
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        try body(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    @inlinable
    mutating func bracketed<Elements: Sequence>(
        _ elements: Elements, _ body: (inout ElementWriter, Elements.Element) -> Void
    ) {
        // The buffer moves into the element writer and back, so that it always has one owner and is never copied.
        var writer = ElementWriter(inner: ObjectWriter(bytes: []))
        swap(&writer.inner.bytes, &bytes)
        writer.inner.bytes.append(UInt8(ascii: "["))
        for element in elements { body(&writer, element) }
        writer.inner.bytes.append(UInt8(ascii: "]"))
        swap(&writer.inner.bytes, &bytes)
        needsComma = true
    }
}

/// Writes the elements of one JSON array, one after the other.
public struct ElementWriter: Sendable {
    @usableFromInline var inner: ObjectWriter

    @usableFromInline
    init(inner: consuming ObjectWriter) {
        self.inner = inner
    }

    /// Writes a plain value.
    @inlinable
    public mutating func value<Value: WireValue>(_ value: Value) {
        inner.separate()
        value.write(to: &inner.bytes)
    }

    /// Writes an object.
    @inlinable
    public mutating func object<Failure: Error>(
        _ body: (inout ObjectWriter) throws(Failure) -> Void
    ) throws(Failure) {
        inner.separate()
        try inner.braced(body)
    }

    /// Writes an array.
    @inlinable
    public mutating func array<Elements: Sequence>(
        _ elements: Elements, _ body: (inout ElementWriter, Elements.Element) -> Void
    ) {
        inner.separate()
        inner.bracketed(elements, body)
    }

    /// Writes a value that is JSON already; the bytes are not checked.
    @inlinable
    public mutating func json(_ json: [UInt8]) {
        inner.separate()
        inner.bytes.append(contentsOf: json)
    }
}
