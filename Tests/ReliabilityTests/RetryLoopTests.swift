import InMemoryLogging
import Kernel
import Logging
import Messaging
import Reliability
import Synchronization
import TestSupport
import Testing

@Suite("The loop over waiting messages")
struct RetryLoopTests {
    struct Failure: Error {}

    /// One message that is due once, and what becomes of it when it is set aside.
    private final class OneWaiting: WaitingStore {
        private let disposition: Disposition
        private let claims = Mutex(0)

        init(_ disposition: Disposition) { self.disposition = disposition }

        /// The message was set aside, and the loop has gone on.
        var isDone: Bool { claims.withLock { $0 > 1 } }

        func claim(limit: Int) async throws -> [ClaimedDelivery] {
            let count = claims.withLock { claims in
                claims += 1
                return claims
            }
            let delivery = Probe.delivery(1, of: Identifier(high: 4, low: 4), version: 1)
            return count > 1 ? [] : [ClaimedDelivery(delivery, until: Timestamp(microseconds: 1))]
        }
        func begin(_ claimed: ClaimedDelivery) async throws -> (claimed: ClaimedDelivery, attempts: Int)? {
            (claimed, 1)
        }
        func recordFailure(_ claimed: ClaimedDelivery, error: String) async throws -> Disposition { disposition }
        func refuse(_ claimed: ClaimedDelivery, reason: String) async throws -> Disposition { disposition }
        func release(_ claimed: ClaimedDelivery) async throws {}
    }

    private struct Handler: DeliveryHandler {
        let refuses: Bool

        func handle(_ batch: [Delivery]) async throws -> [Outcome] {
            guard refuses else { throw Failure() }
            return [.refused(Refusal(.body, "syntax"))]
        }
    }

    @Test(
        "a dead letter is logged once, whether it was refused or failed for the last time, and nothing else is",
        arguments: [(true, .dead), (false, .dead), (true, .ignored), (false, .ignored), (false, .waits)]
            as [(Bool, Disposition)])
    func deadLetter(refuses: Bool, disposition: Disposition) async throws {
        let (store, lines) = (OneWaiting(disposition), InMemoryLogHandler())
        let loop = RetryLoop(
            inbox: store, handlers: ["probe.note": Handler(refuses: refuses)], random: SystemRandomSource(),
            poll: .milliseconds(1), logger: Logger(label: "test") { _ in lines })
        let running = Task { try await loop.run() }
        try await eventually { store.isDone }
        running.cancel()
        try await running.value
        let letters = lines.entries.filter { $0.level == .error }
        #expect(letters.count == (disposition == .dead ? 1 : 0))
    }
}
