import Kernel
import Logging
import Messaging
import Postgres
import Reliability
import ServiceLifecycle
import Synchronization
import TestSupport
import Wire

/// A message of a context that exists for these tests alone.
struct Noted: Message {
    static let type = "probe.note.noted"
    static let version = 1
    static let summary = "A number was noted."

    let number: Int

    static let fields = Fields(
        Self.init(number:), Field("number", \.number, within: 0...Int(Int32.max), "Number that was noted."))
}

extension AreaCode {
    /// The district where everything in these tests happens.
    static let probe: AreaCode = {
        guard let code = AreaCode("330402") else { preconditionFailure("330402 is the code of a district") }
        return code
    }()
}

/// A schema with the tables of the guarantees and one of its own.
enum Probe {
    static let partitions = 4
    /// The one that the schema has a cursor for.
    static let exchange = "minqing.events"
    static let settings = [(name: "minqing.area", value: AreaCode.probe.text)]
    static let logger = Logger(label: "reliability.tests") { _ in SwiftLogNoOpLogHandler() }
    static let migrator = Migrator(
        schema: "probe",
        steps: [
            Migration(
                name: "m0001_notes",
                sql: Array(
                    "CREATE TABLE notes (place bigint GENERATED ALWAYS AS IDENTITY, aggregate uuid, number int)".utf8))
        ])

    static func draft(
        _ number: Int, of aggregate: Identifier<AggregateTag>, version: Int64
    ) -> EventDraft {
        EventDraft(
            Noted(number: number), aggregate: aggregate, aggregateVersion: version, area: .probe,
            occurredAt: Timestamp(microseconds: 1))
    }

    /// A delivery as the broker would hand out an event.
    static func delivery(
        _ number: Int, of aggregate: Identifier<AggregateTag>, version: Int64, message: UInt64? = nil
    ) -> Delivery {
        let envelope = Envelope(
            id: Identifier(high: 0x0193_0000_0000_7000, low: message ?? aggregate.low &* 1000 &+ UInt64(version)),
            type: Noted.type, version: 1, source: "probe", aggregate: aggregate, aggregateVersion: version,
            partition: FNV1a.partition(of: aggregate, count: partitions), area: .probe,
            occurredAt: Timestamp(microseconds: 1))
        return Delivery(
            tag: DeliveryTag(epoch: 1, number: UInt64(version)), exchange: "", routingKey: envelope.routingKey,
            properties: envelope.properties, body: Noted(number: number).encoded(), redelivered: false)
    }
}

extension Delivery {
    /// The same delivery with other properties.
    func with(_ change: (inout MessageProperties) -> Void) -> Delivery {
        var changed = properties
        change(&changed)
        return Delivery(
            tag: tag, exchange: exchange, routingKey: routingKey, properties: changed, body: body,
            redelivered: redelivered)
    }
}

/// Notes the numbers of events; fails on the numbers of a plan, as often as it says.
final class ProbeHandler: DeliveryHandler {
    private let unitOfWork: UnitOfWork
    private let failures: Mutex<[Int: Int]>

    init(_ unitOfWork: UnitOfWork, failing: [Int: Int] = [:]) {
        self.unitOfWork = unitOfWork
        failures = Mutex(failing)
    }

    struct Failure: Error {}

    func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        let entries = try batch.map { InboxEntry($0, envelope: try Envelope($0.properties)) }
        let notes = try batch.map { try Noted(decoding: $0.body) }
        return try await unitOfWork.receive(Probe.settings, entries: entries, load: []) { _, apply in
            for index in apply {
                let failing = failures.withLock { failures in
                    guard let left = failures[notes[index].number], left > 0 else { return false }
                    failures[notes[index].number] = left - 1
                    return true
                }
                if failing { throw Failure() }
            }
            return Decision(
                statements: apply.map { index in
                    Statement(
                        """
                        INSERT INTO notes (aggregate, number)
                        VALUES (\(entries[index].position?.aggregate), \(Int32(notes[index].number)))
                        """, rows: .exactly(1))
                })
        }
    }
}

/// A broker in memory: keeps what is published, with the outcomes that a test plans.
final class ProbePublisher: MessagePublisher {
    let isReady = true
    private let state = Mutex<(published: [OutgoingMessage], plan: [PublishOutcome])>(([], []))

    var published: [OutgoingMessage] { state.withLock { $0.published } }

    /// The outcomes of the next messages, before all is well again.
    func plan(_ outcomes: [PublishOutcome]) { state.withLock { $0.plan = outcomes } }

    func publish(_ batch: [OutgoingMessage]) async throws -> [PublishOutcome] {
        state.withLock { state in
            batch.map { message in
                let outcome = state.plan.isEmpty ? .confirmed : state.plan.removeFirst()
                // An unknown one did arrive: the worst case for duplicates.
                if outcome == .confirmed || outcome == .unknown { state.published.append(message) }
                return outcome
            }
        }
    }
}
