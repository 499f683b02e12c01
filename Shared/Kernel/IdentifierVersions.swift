extension Identifier {
    /// Makes a version 7 identifier: 48 bits of Unix milliseconds, then 74 random bits.
    ///
    /// A moment before 1970 counts as 1970, so that the order of identifiers never wraps.
    ///
    /// Source: RFC 9562 section 5.7.
    public static func v7(at moment: Timestamp, random: (UInt64, UInt64)) -> Self {
        let milliseconds = UInt64(Swift.max(0, moment.microseconds) / 1_000) & 0xFFFF_FFFF_FFFF
        return Self(
            high: milliseconds << 16 | 0x7000 | random.0 & 0x0FFF,
            low: 0x8000_0000_0000_0000 | random.1 & 0x3FFF_FFFF_FFFF_FFFF
        )
    }

    /// The version number in the identifier, 0 to 15.
    public var version: Int { Int(high >> 12 & 0xF) }

    /// When a version 7 identifier was made, to the millisecond; `nil` for every other version.
    public var timestamp: Timestamp? {
        guard version == 7, low >> 62 == 0b10 else { return nil }
        return Timestamp(microseconds: Int64(high >> 16) * 1_000)
    }

    /// The identifier that a name always has inside a namespace: the same two in, the same identifier out.
    ///
    /// It keeps the namespace's first 48 bits, which are the time of a version 7 identifier and of all that was derived in
    /// one: what belongs to a request lies beside it in every index (decision 0007).
    ///
    /// For fixtures, imports and idempotency by business key. FNV-1a is not cryptographic: a caller who chooses the name
    /// can choose the identifier, so it must never guard a secret or stand for a stranger's claim.
    ///
    /// Source: RFC 9562 section 5.8 (version 8, vendor's own); FNV-1a with 128 bits, RFC 9923.
    public static func derived(from name: String, in namespace: Identifier<some Any>) -> Self {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013B
        for byte in namespace.bytes { hash = (hash ^ UInt128(byte)) &* prime }
        for byte in name.utf8 { hash = (hash ^ UInt128(byte)) &* prime }
        let high = UInt64(truncatingIfNeeded: hash >> 64)
        let low = UInt64(truncatingIfNeeded: hash)
        return Self(
            high: namespace.high & 0xFFFF_FFFF_FFFF_0000 | 0x8000 | high & 0x0FFF,
            low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        )
    }
}
