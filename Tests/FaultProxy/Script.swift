import Kernel

/// What becomes of the bytes of one connection under one fault: decided by the seed, with no input or output.
///
/// The same seed, link, connection number and chunks give the same steps for ever.
struct Script: Sendable {
    /// What to do with a chunk that came from one end.
    struct Step: Sendable, Hashable {
        /// How many bytes from the front go on to the other end.
        var forward: Int
        /// When they go.
        ///
        /// Units: nanoseconds of the same clock as `now`.
        var releaseAt: UInt64
        /// How many bytes behind those vanish; neither forwarded nor dropped ones are held until the fault is cleared.
        var drop = 0
        /// Both ends get a reset this long after.
        ///
        /// Units: milliseconds.
        var resetAfterMs: Int?
    }

    let shaping: Shaping
    let strike: Strike?
    /// The number of the server's bytes after which the strike comes; nil where this connection is spared.
    let strikeAfter: Int?
    private var random: SplitMix64
    private var fromServer = 0
    private var isDropping = false
    /// When the last byte of each direction goes.
    private var lastRelease: [Side: UInt64] = [:]

    /// - Parameters:
    ///   - connection: counts the connections of the link, and `generation` the faults set on it.
    init(fault: Fault, seed: UInt64, link: String, connection: Int, generation: Int) {
        random = SplitMix64(
            seed: seed ^ FNV1a.hash64(link.utf8) ^ (UInt64(connection) << 32) ^ UInt64(generation) &* 0x9e37_79b9)
        shaping = fault.shaping
        strike = fault.strike
        let luck = Int(random.next() % 100)
        let offset = random.next()
        strikeAfter = fault.strike.flatMap { strike in
            guard luck < strike.share else { return nil }
            return strike.after.lowerBound + Int(offset % UInt64(strike.after.count))
        }
    }

    /// Whether nothing is forwarded any more until the fault is cleared.
    var isStalled: Bool { strike?.kind == .halfOpen && isDue }

    /// Whether the connection is to be reset before another byte passes.
    var isOver: Bool { strike?.kind == .reset && isDue }

    private var isDue: Bool { strikeAfter.map { fromServer >= $0 } ?? false }

    /// Decides on a chunk.
    mutating func receive(_ count: Int, from side: Side, now: UInt64) -> Step {
        if isStalled { return Step(forward: 0, releaseAt: now) }
        if isOver { return Step(forward: 0, releaseAt: now, drop: count, resetAfterMs: 0) }
        guard side == .server, let strike, let strikeAfter else {
            if side == .server { fromServer += count }
            return Step(forward: count, releaseAt: release(count, side, now))
        }
        let before = max(0, strikeAfter - fromServer)
        fromServer += count
        guard count > before, strike.kind != .halfOpen else {
            return Step(
                forward: count, releaseAt: release(count, side, now),
                resetAfterMs: strike.kind == .reset && isDue ? 0 : nil)
        }
        defer { isDropping = true }
        return Step(
            forward: before, releaseAt: release(before, side, now), drop: count - before,
            resetAfterMs: strike.kind == .reset ? 0 : isDropping ? nil : strike.lingerMs)
    }

    private mutating func release(_ count: Int, _ side: Side, _ now: UInt64) -> UInt64 {
        var delay = UInt64(shaping.delayMs) * 1_000_000
        if shaping.jitterMs > 0 { delay += random.next() % (UInt64(shaping.jitterMs) * 1_000_000 + 1) }
        var moment = max(now + delay, lastRelease[side] ?? 0)
        if shaping.bytesPerSecond > 0 {
            moment += UInt64(count) * 1_000_000_000 / UInt64(shaping.bytesPerSecond)
        }
        lastRelease[side] = moment
        return moment
    }
}
