import InMemoryLogging
import Kernel
import Logging
import Messaging
import Synchronization
import Testing
import Wire

@testable import Reliability

@Suite("The consumer of a partition")
struct PartitionConsumerTests {
    /// Hands out one batch and ends.
    private final class OneBatch: DeliverySource {
        private let batch: Mutex<[Delivery]>
        let settled = Mutex<[DeliveryTag]>([])

        init(_ batch: [Delivery]) { self.batch = Mutex(batch) }

        func next(limit: Int, within: Duration) async throws -> [Delivery] {
            batch.withLock { batch in
                defer { batch = [] }
                return batch
            }
        }

        func settle(_ settlement: Settlement) async throws {
            if case .acknowledge(let tag) = settlement { settled.withLock { $0.append(tag) } }
        }
    }

    /// Refuses everything.
    private struct Refusing: DeliveryHandler {
        func handle(_ batch: [Delivery]) async throws -> [Outcome] {
            batch.map { _ in .refused(.unknownType) }
        }
    }

    /// Fails with an error that prints what a caller sent.
    private struct Leaking: DeliveryHandler {
        struct Failure: Error { let phone = "13812345678" }

        func handle(_ batch: [Delivery]) async throws -> [Outcome] { throw Failure() }
    }

    private final class Letters: InboxStore {
        let reasons = Mutex<[String]>([])
        let errors = Mutex<[String]>([])

        func recordAttempt(_ delivery: Delivery) async throws -> Int { 1 }
        func recordFailure(_ delivery: Delivery, error: String) async throws -> Disposition {
            errors.withLock { $0.append(error) }
            return .waits
        }
        func refuse(_ delivery: Delivery, reason: String) async throws -> Disposition {
            reasons.withLock { $0.append(reason) }
            return .dead
        }
    }

    @Test(
        "a refused message's own texts reach no log, unless they have the form of ours",
        arguments: [
            ("13812345678", "13812345678"), ("王小明", "王小明"), ("a\u{1B}[31m", "b\n{\"level\":\"error\"}"), (nil, nil),
        ])
    func log(messageID: String?, type: String?) async throws {
        let sound = Probe.delivery(1, of: Identifier(high: 4, low: 4), version: 1)
        var properties = sound.properties
        (properties.messageID, properties.type) = (messageID, type)
        let foul = Delivery(
            tag: DeliveryTag(epoch: 1, number: 2), exchange: "", routingKey: "", properties: properties, body: [],
            redelivered: false)
        let (source, letters, lines) = (OneBatch([sound, foul]), Letters(), InMemoryLogHandler())
        var logger = Logger(label: "test") { _ in lines }
        logger.logLevel = .trace
        try await PartitionConsumer(
            queue: "probe", source: source, handler: Refusing(), inbox: letters, random: SystemRandomSource(),
            logger: logger
        ).run()
        #expect(letters.reasons.withLock { $0.count } == 2)
        #expect(source.settled.withLock { $0 } == [foul.tag])
        let texts = lines.entries.map { "\($0.message) \($0.metadata)" }
        #expect(texts.count == 2)
        #expect(texts[0].contains(sound.properties.messageID ?? "none") && texts[0].contains(Noted.type))
        for secret in [messageID, type].compactMap(\.self) { #expect(!texts[1].contains(secret)) }
    }

    @Test("an error whose printed form holds a value is stored and logged without it")
    func leaking() async throws {
        let delivery = Probe.delivery(1, of: Identifier(high: 4, low: 4), version: 1)
        let (letters, lines) = (Letters(), InMemoryLogHandler())
        var logger = Logger(label: "test") { _ in lines }
        logger.logLevel = .trace
        try await PartitionConsumer(
            queue: "probe", source: OneBatch([delivery]), handler: Leaking(), inbox: letters,
            random: SystemRandomSource(), logger: logger
        ).run()
        #expect(letters.errors.withLock { $0.map { $0.hasSuffix("Failure") } } == [true])
        let texts = lines.entries.map { "\($0.message) \($0.metadata)" } + letters.errors.withLock { $0 }
        #expect(texts.count == 3)
        #expect(texts.allSatisfy { !$0.contains("13812345678") })
    }
}
