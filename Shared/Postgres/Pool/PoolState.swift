import DequeModule

/// Who has which connection and who waits, without doing anything: every method says what is to be done.
///
/// Generic over the connection and the waiter, so that it is tested without either.
struct PoolState<Connection: AnyObject & Sendable, Waiter: Sendable>: Sendable {
    enum Phase: Sendable {
        case running
        /// No new leases; the connections end as they come back.
        case draining
    }

    enum LeaseAction {
        case granted(Connection)
        case wait
        case refused
    }

    /// What becomes of a connection that is free.
    enum FreeAction {
        case keep
        case grant(Connection, to: Waiter)
        case close(Connection)
    }

    private(set) var phase = Phase.running
    /// The most recently used one is last and is lent first: its statements are prepared and its caches warm.
    private var idle: [Connection] = []
    private var leased: Set<ObjectIdentifier> = []
    private var waiters: Deque<(id: UInt64, waiter: Waiter)> = []
    private var nextWaiter: UInt64 = 1
    private var hasFailed = false

    /// The connections that stand, lent or not.
    var connected: Int { idle.count + leased.count }
    /// No connection stands, and the last attempt to make one failed.
    var isServerAway: Bool { connected == 0 && hasFailed }
    var leasedCount: Int { leased.count }
    var waitingCount: Int { waiters.count }

    mutating func makeWaiterIdentifier() -> UInt64 {
        defer { nextWaiter += 1 }
        return nextWaiter
    }

    /// Asks for a connection; those who wait already come first.
    mutating func lease() -> LeaseAction {
        guard phase == .running else { return .refused }
        guard waiters.isEmpty, let connection = idle.popLast() else { return .wait }
        leased.insert(ObjectIdentifier(connection))
        return .granted(connection)
    }

    mutating func wait(_ waiter: Waiter, id: UInt64) {
        waiters.append((id, waiter))
    }

    /// Takes a waiter out of the queue; nil if it has been served.
    mutating func removeWaiter(_ id: UInt64) -> Waiter? {
        waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0).waiter }
    }

    /// Takes those out of the queue for whom the condition holds, in their order.
    mutating func removeWaiters(where condition: (Waiter) -> Bool) -> [Waiter] {
        let removed = waiters.filter { condition($0.waiter) }.map(\.waiter)
        waiters.removeAll { condition($0.waiter) }
        return removed
    }

    /// An attempt to connect failed.
    mutating func failedToConnect() { hasFailed = true }

    /// A new connection stands.
    mutating func connected(_ connection: Connection) -> FreeAction {
        hasFailed = false
        return free(connection)
    }

    /// A lease has ended; a connection that has broken meanwhile is forgotten.
    ///
    /// - Parameter isOpen: as it was a moment ago; one that was lost since is not among the lent any more.
    mutating func release(_ connection: Connection, isOpen: Bool) -> FreeAction {
        let isLent = leased.remove(ObjectIdentifier(connection)) != nil
        return isOpen && isLent ? free(connection) : .close(connection)
    }

    /// A connection has ended, lent or not.
    mutating func lost(_ connection: Connection) {
        idle.removeAll { $0 === connection }
        leased.remove(ObjectIdentifier(connection))
    }

    /// Ends the pool: returns who must be refused and which connections can end at once.
    mutating func drain() -> (waiters: [Waiter], idle: [Connection]) {
        phase = .draining
        defer {
            waiters.removeAll()
            idle.removeAll()
        }
        return (waiters.map(\.waiter), idle)
    }

    private mutating func free(_ connection: Connection) -> FreeAction {
        guard phase == .running else { return .close(connection) }
        guard let (_, waiter) = waiters.popFirst() else {
            idle.append(connection)
            return .keep
        }
        leased.insert(ObjectIdentifier(connection))
        return .grant(connection, to: waiter)
    }
}
