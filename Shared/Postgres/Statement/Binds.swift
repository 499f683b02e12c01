/// The parameters of a statement in binary format, all in one buffer.
public struct Binds: Sendable, Equatable {
    /// The declared types, in order.
    public private(set) var types: [PostgresType] = []

    /// The encoded values, one after the other.
    private(set) var bytes: [UInt8] = []

    /// Where each value ends in `bytes`.
    private(set) var ends: [Int] = []

    /// Whether each value is NULL.
    private(set) var nulls: [Bool] = []

    init() {}

    /// The number of parameters.
    public var count: Int { types.count }

    /// Encodes a value as the next parameter.
    mutating func append(_ value: some PostgresEncodable) {
        types.append(type(of: value).postgresType)
        let isNull = value.isNull
        if !isNull { value.encode(into: &bytes) }
        nulls.append(isNull)
        ends.append(bytes.count)
    }

    /// Appends another statement's parameters.
    mutating func append(_ other: Binds) {
        let shift = bytes.count
        types += other.types
        nulls += other.nulls
        bytes += other.bytes
        ends += other.ends.map { $0 + shift }
    }
}
