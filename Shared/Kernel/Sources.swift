/// Where the present moment comes from; a rule never reads the clock, it is handed `now`.
public protocol TimeSource: Sendable {
    /// The present moment.
    func now() -> Timestamp
}

/// Where random bits come from.
public protocol RandomSource: Sendable {
    /// The next 64 random bits.
    func next() -> UInt64
}

/// The operating system's random bits, fit for identifiers and jitter.
public struct SystemRandomSource: RandomSource {
    /// Makes the source; it holds no state.
    public init() {}

    /// The next 64 random bits.
    public func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}

/// Makes version 7 identifiers from a clock and random bits.
public struct IdentifierSource<Time: TimeSource, Random: RandomSource>: Sendable {
    /// The clock that dates the identifiers.
    public let time: Time

    /// The bits in which identifiers of the same millisecond differ.
    public let random: Random

    /// Makes a source of the two.
    public init(time: Time, random: Random) {
        self.time = time
        self.random = random
    }

    /// The next identifier, of whatever kind the place it goes to expects.
    public func next<Tag>(_ tag: Tag.Type = Tag.self) -> Identifier<Tag> {
        .v7(at: time.now(), random: (random.next(), random.next()))
    }
}
