/// What a link does to the connections that go through it.
struct Fault: Sendable, Hashable {
    var shaping = Shaping()
    var strike: Strike?

    /// Nothing: bytes go through as they come.
    static let none = Fault()
}

/// How slowly bytes go through, in both directions; their order is kept.
struct Shaping: Sendable, Hashable {
    /// Every chunk goes on so much later.
    ///
    /// Units: milliseconds. Range: 0…600,000.
    var delayMs = 0
    /// Up to this much is added to the delay of each chunk.
    ///
    /// Units: milliseconds. Range: 0…600,000.
    var jitterMs = 0
    /// 0 is as fast as it goes.
    ///
    /// Units: bytes a second, each direction by itself. Range: 0…1,000,000,000.
    var bytesPerSecond = 0
}

/// What happens to a connection once the server has sent a number of bytes through it.
struct Strike: Sendable, Hashable {
    /// The ways to break a connection.
    enum Kind: String, Sendable, CaseIterable {
        /// Both ends get a reset.
        case reset
        /// The server's bytes vanish while the client's still arrive: what the server did stays done and is never
        /// acknowledged.
        /// Then both ends get a reset, since a stream with a gap is of no use.
        case dropServer = "drop_server"
        /// Nothing is forwarded any more and both sockets stay; it goes on when the fault is cleared.
        case halfOpen = "half_open"
    }

    var kind: Kind
    /// From where to where the number of the server's bytes is drawn, counted from the moment the fault was set.
    var after: ClosedRange<Int> = 0...0
    /// How many connections in a hundred are struck.
    ///
    /// Range: 0…100.
    var share = 100
    /// From the first byte that vanished to the reset.
    ///
    /// Units: milliseconds. Range: 0…600,000.
    var lingerMs = 200
}

/// Which end of a connection bytes come from.
enum Side: Sendable, Hashable {
    case client
    case server

    var other: Side { self == .client ? .server : .client }
}
