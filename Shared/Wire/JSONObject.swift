/// The members of a JSON object in the order they were written, each key at most once.
///
/// Two objects are equal if they have equal members in the same order.
public struct JSONObject: Hashable, Sendable {
    struct Member: Hashable, Sendable {
        let fingerprint: UInt64
        let key: String
        var value: JSONValue
    }

    var members: [Member] = []

    /// Makes an object without members.
    public init() {}

    /// Makes an object of members; the last one wins where a key is repeated.
    public init(_ members: [(key: String, value: JSONValue)]) {
        for member in members { self[member.key] = member.value }
    }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// The keys in their order.
    public var keys: [String] { members.map(\.key) }

    /// The members in their order.
    public var pairs: [(key: String, value: JSONValue)] { members.map { ($0.key, $0.value) } }

    /// The value of a key; setting `nil` removes the member, setting a new key appends it.
    public subscript(key: String) -> JSONValue? {
        get { index(of: key).map { members[$0].value } }
        set {
            switch (index(of: key), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?):
                members.append(Member(fingerprint: Self.fingerprint(of: key), key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Where a key's member is.
    @inline(__always)
    func index(of key: String) -> Int? {
        let fingerprint = Self.fingerprint(of: key)
        for index in members.indices
        where members[index].fingerprint == fingerprint && members[index].key == key {
            return index
        }
        return nil
    }

    @inline(__always)
    static func fingerprint(of key: String) -> UInt64 {
        let fingerprint = key.utf8.withContiguousStorageIfAvailable { Self.fingerprint(of: UnsafeRawBufferPointer($0)) }
        return fingerprint ?? Array(key.utf8).withUnsafeBytes { Self.fingerprint(of: $0) }
    }

    /// A number that differs between almost all keys, cheap to make and to compare.
    ///
    /// Keys with one fingerprint still have to be compared; keys are compared only if they have the same one. So a key
    /// that Unicode holds equal to another one though its bytes differ is another key, as JSON wants it.
    @inline(__always)
    static func fingerprint(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        let first: UInt64
        let last: UInt64
        if count >= 8 {
            first = bytes.loadUnaligned(as: UInt64.self)
            last = bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        } else if count >= 4 {
            first = UInt64(bytes.loadUnaligned(as: UInt32.self))
            last = UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        } else {
            first = count > 0 ? UInt64(bytes[0]) : 0
            last = count > 1 ? UInt64(bytes[1]) << 8 | UInt64(bytes[count &- 1]) : 0
        }
        return (first ^ (last &* 0x9E37_79B9_7F4A_7C15)) &+ UInt64(truncatingIfNeeded: count)
    }
}
