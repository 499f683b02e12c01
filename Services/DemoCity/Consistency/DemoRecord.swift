import City
import Kernel

/// What the demo's clients were answered: one side of the comparison, kept apart from the code under test.
actor DemoRecord {
    /// One request as its requester knows it.
    struct Entry: Sendable {
        let number: Int
        let sent: ContinuousClock.Instant
        var trackingCode: String?
        var phoneLast4: String
        var offered: ContinuousClock.Instant?
        var ended: ContinuousClock.Instant?
        var end: String?
    }

    private(set) var requested = 0
    private(set) var refusedByAPI = 0
    private(set) var commandsConfirmed: Set<String> = []
    private(set) var entries: [ServiceRequestID: Entry] = [:]
    /// Ends and offers whose events came before the answer to the registration.
    private var earlyOffers: [ServiceRequestID: ContinuousClock.Instant] = [:]
    private var earlyEnds: [ServiceRequestID: (at: ContinuousClock.Instant, how: String)] = [:]
    /// What answers of success acknowledged.
    private(set) var acknowledged = AcknowledgedWrites()
    /// Requests of which an event came.
    private(set) var seen: Set<ServiceRequestID> = []
    private(set) var lastProgress = ContinuousClock.now

    func sent() { requested += 1 }

    /// The API's definite no, with its code and the field at fault.
    func refused(_ reason: String) {
        refusedByAPI += 1
        refusals[reason, default: 0] += 1
    }

    private(set) var refusals: [String: Int] = [:]

    func registered(
        _ id: ServiceRequestID, number: Int, sent: ContinuousClock.Instant, trackingCode: String?, phoneLast4: String
    ) {
        var entry = Entry(number: number, sent: sent, trackingCode: trackingCode, phoneLast4: phoneLast4)
        entry.offered = earlyOffers.removeValue(forKey: id)
        if let early = earlyEnds.removeValue(forKey: id) {
            entry.ended = early.at
            entry.end = early.how
        }
        entries[id] = entry
        lastProgress = .now
    }

    /// A pushed command was confirmed by the broker; its request is known by its event alone.
    func pushed(messageID: String) { commandsConfirmed.insert(messageID) }

    /// An event of a request came.
    func seen(_ id: ServiceRequestID) { seen.insert(id) }

    /// An event showed that work went on.
    func progressed() { lastProgress = .now }

    func offered(_ request: ServiceRequestID) {
        lastProgress = .now
        if entries[request] == nil { earlyOffers[request] = earlyOffers[request] ?? .now }
        if entries[request]?.offered == nil { entries[request]?.offered = .now }
    }

    func ended(_ request: ServiceRequestID, how: String) {
        lastProgress = .now
        ends[request] = how
        if entries[request] == nil { earlyEnds[request] = earlyEnds[request] ?? (.now, how) }
        if entries[request]?.ended == nil {
            entries[request]?.ended = .now
            entries[request]?.end = how
        }
    }

    /// An answer acknowledged a write.
    func acknowledge(_ change: @Sendable (inout AcknowledgedWrites) -> Void) { change(&acknowledged) }

    /// Every end that an event reported, by request.
    private(set) var ends: [ServiceRequestID: String] = [:]

    func entry(_ id: ServiceRequestID) -> Entry? { entries[id] }

    /// Registered requests whose end no event has reported.
    var open: [ServiceRequestID] { seen.union(entries.keys).filter { ends[$0] == nil } }
}
