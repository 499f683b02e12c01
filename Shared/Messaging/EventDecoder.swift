public import Kernel
public import Wire

/// Reads a batch of events and has those handled that can be read; the one place where a fault of an event becomes an
/// outcome.
public struct EventDecoder<Event: Sendable>: Sendable {
    private let known: [String: Int]
    private let city: AreaCode
    private let decode: @Sendable (Envelope, [UInt8]) throws(WireError) -> Event

    /// An event that was read.
    public struct Item: Sendable {
        /// Its properties.
        public let envelope: Envelope
        /// Its entry in the inbox.
        public let entry: InboxEntry
        /// What it says.
        public let event: Event
    }

    /// Makes the decoder of the events of a queue.
    ///
    /// - Parameters:
    ///   - known: the types that are understood, with their newest major versions.
    ///   - city: what events may be about.
    public init(
        known: [String: Int], city: AreaCode,
        decode: @escaping @Sendable (Envelope, [UInt8]) throws(WireError) -> Event
    ) {
        self.known = known
        self.city = city
        self.decode = decode
    }

    /// One outcome per delivery, in order; those that cannot be read are refused and keep nobody from being handled.
    public func handle(
        _ batch: [Delivery], _ body: ([Item]) async throws -> [Outcome]
    ) async throws -> [Outcome] {
        try await DecodedBatch(batch) { delivery throws(Refusal) in try read(delivery) }.outcomes(body)
    }

    private func read(_ delivery: Delivery) throws(Refusal) -> Item {
        let envelope = try Self.envelope(delivery)
        guard let newest = known[envelope.type] else { throw .unknownType }
        guard envelope.type.hasPrefix(envelope.source + ".") else { throw .foreignSource }
        guard envelope.version <= newest else { throw .newerVersion }
        guard city.contains(envelope.area) else { throw .foreignArea }
        do throws(WireError) {
            let event = try decode(envelope, delivery.body)
            return Item(envelope: envelope, entry: InboxEntry(delivery, envelope: envelope), event: event)
        } catch {
            throw Refusal(error)
        }
    }

    private static func envelope(_ delivery: Delivery) throws(Refusal) -> Envelope {
        do throws(EnvelopeFault) {
            return try Envelope(delivery.properties)
        } catch {
            throw Refusal(error)
        }
    }
}
