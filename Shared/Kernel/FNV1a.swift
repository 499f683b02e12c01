/// The Fowler–Noll–Vo hash, variant 1a, that spreads aggregates over partitions alike in every process and language.
///
/// It is not cryptographic and gives no protection against chosen input.
///
/// Source: RFC 9923.
public enum FNV1a {
    /// The 64-bit hash of the bytes.
    @inlinable
    public static func hash64(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return hash
    }

    /// The partition of an identifier, the hash of its sixteen bytes modulo the count.
    ///
    /// Range: `count` is at least 1; the result is below it.
    public static func partition(of id: Identifier<some Any>, count: Int) -> Int {
        precondition(count > 0, "there is at least one partition")
        return Int(hash64(id.bytes) % UInt64(count))
    }
}
