/// Writes one JSON value into UTF-8 bytes, without a tree in between and without white space.
public struct JSONWriter: Sendable {
    private var inner: ObjectWriter

    /// Makes a writer with room for that many bytes before it has to grow.
    public init(reserving capacity: Int = 512) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(capacity)
        inner = ObjectWriter(bytes: bytes)
    }

    /// What has been written.
    public var bytes: [UInt8] { inner.bytes }

    /// Writes an object.
    public mutating func object<Failure: Error>(
        _ body: (inout ObjectWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try inner.braced(body)
    }

    /// Writes an array, one call of the closure for each element.
    public mutating func array<Elements: Sequence>(
        _ elements: Elements, _ body: (inout ElementWriter, Elements.Element) -> Void
    ) {
        inner.bracketed(elements, body)
    }
}
