/// What a process takes on at once, over all its connections: connections, connections of one address, and bytes of
/// bodies that are being read or worked on.
///
/// No input or output here. What one connection may do is ``ConnectionState``'s.
struct AdmissionState {
    /// How much is taken on at once.
    struct Limits: Sendable, Hashable {
        /// Connections that are served.
        var connections = 4_096
        /// Connections beyond those, for health checks only.
        ///
        /// Why: a client that fills the server must not make it look dead to the platform as well.
        var reserve = 16
        /// Connections of one address.
        var connectionsPerAddress = 2_048
        /// Bytes of bodies.
        ///
        /// Units: bytes.
        var bodyBytes = 64 << 20

        /// What of the bytes is for callers without a token.
        ///
        /// Why half: a flood of open forms leaves room for those who work with the city's data.
        var anonymousBodyBytes: Int { bodyBytes / 2 }
    }

    /// What becomes of a connection that was opened.
    enum ConnectionVerdict: Equatable {
        /// It is served.
        case served
        /// It may ask for the service's health, once.
        case healthOnly
        /// It is closed: its address has too many, or nothing is left.
        case refused
    }

    private let limits: Limits
    private var connections = 0
    private var addresses: [String: Int] = [:]
    private var bodyBytes = 0
    private var anonymousBodyBytes = 0

    init(_ limits: Limits) { self.limits = limits }

    /// A connection was opened; one that is refused is not counted, and its end not reported.
    mutating func connectionOpened(from address: String) -> ConnectionVerdict {
        guard connections < limits.connections + limits.reserve,
            addresses[address, default: 0] < limits.connectionsPerAddress
        else { return .refused }
        connections += 1
        addresses[address, default: 0] += 1
        return connections <= limits.connections ? .served : .healthOnly
    }

    /// A connection that was not refused has ended.
    mutating func connectionClosed(from address: String) {
        precondition(connections > 0, "a connection ends once")
        connections -= 1
        let left = addresses[address, default: 1] - 1
        addresses[address] = left == 0 ? nil : left
    }

    /// Whether a body of that length would fit now; nothing is taken for it.
    func hasRoom(forBody bytes: Int, isAnonymous: Bool) -> Bool {
        bodyBytes + bytes <= limits.bodyBytes
            && (!isAnonymous || anonymousBodyBytes + bytes <= limits.anonymousBodyBytes)
    }

    /// Bytes of a body arrived; whether they may be kept.
    ///
    /// What is refused is not counted.
    mutating func bodyArrived(_ bytes: Int, isAnonymous: Bool) -> Bool {
        guard hasRoom(forBody: bytes, isAnonymous: isAnonymous) else { return false }
        bodyBytes += bytes
        if isAnonymous { anonymousBodyBytes += bytes }
        return true
    }

    /// The request that the bytes belong to was answered.
    mutating func bodyReleased(_ bytes: Int, isAnonymous: Bool) {
        bodyBytes -= bytes
        if isAnonymous { anonymousBodyBytes -= bytes }
        precondition(bodyBytes >= 0 && anonymousBodyBytes >= 0, "bytes are given back once")
    }
}
