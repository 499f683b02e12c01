/// Something that writes itself as the members of a JSON object.
public protocol WireEncodable {
    /// Writes the members.
    func encode(to writer: inout ObjectWriter)
}

/// Something that is read from the members of a JSON object.
public protocol WireDecodable {
    /// Reads the members; unknown ones are ignored unless the type calls `rejectUnknown`.
    init(from object: WireObject) throws(WireError)
}

/// Something that is written to and read from a JSON object.
public typealias WireCodable = WireEncodable & WireDecodable

extension WireEncodable {
    /// The JSON object as UTF-8 bytes.
    @inlinable
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        var writer = ObjectWriter(bytes: bytes)
        writer.braced { encode(to: &$0) }
        return writer.bytes
    }
}

extension WireDecodable {
    /// Reads the type from bytes that hold one JSON object and nothing else.
    @inlinable
    public init(decoding bytes: [UInt8], limits: ParseLimits = .default) throws(WireError) {
        try self.init(from: WireObject(parsing: bytes, limits: limits))
    }

    /// Reads the type from any collection of bytes that holds one JSON object and nothing else.
    @inlinable
    public init(decoding bytes: some Collection<UInt8>, limits: ParseLimits = .default) throws(WireError) {
        try self.init(decoding: Array(bytes), limits: limits)
    }
}
