/// Counts half intervals without traffic; a timer calls ``tick()`` once every half interval.
///
/// Source: AMQP 0-9-1 section 4.2.7: a peer that hears nothing for two intervals closes the connection.
struct Heartbeat {
    /// What a tick asks for.
    struct Due: Hashable {
        let send: Bool
        let peerIsDead: Bool
    }

    private var wrote = false
    private var heard = false
    private var silence = 0

    /// Anything was sent.
    mutating func noteWrite() { wrote = true }

    /// Anything was received.
    mutating func noteRead() { heard = true }

    /// Half an interval has passed.
    mutating func tick() -> Due {
        silence = heard ? 0 : silence + 1
        let due = Due(send: !wrote, peerIsDead: silence >= 4)
        heard = false
        wrote = false
        return due
    }
}
