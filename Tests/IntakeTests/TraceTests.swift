import FieldEncryption
import HTTPTypes
import IntakeInbound
import IntakeStorage
import Kernel
import Messaging
import Postgres
import Reliability
import ServiceTestSupport
import Testing
import Wire

@Suite("One trace across the contexts")
struct TraceTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let traceparent = "00-\(trace)-00f067aa0ba902b7-01"

    @Test("what a call led to carries the trace of the caller and the request as its correlation")
    func call() async throws {
        try await IntakeHarness.serving { intake, client in
            let reply = try await client.send(
                .post, "/v1/requests", Form.located, headers: ["traceparent": Self.traceparent])
            #expect(reply.status == 201)
            let traces = try await intake.ask("SELECT traceparent FROM intake.journal", as: String.self)
            #expect(!traces.isEmpty && traces.allSatisfy { $0.hasPrefix("00-\(Self.trace)-") })
            #expect(
                try await intake.ask(
                    "SELECT count(*) FROM intake.journal WHERE correlation <> aggregate_id", as: Int64.self) == [0])
        }
    }

    @Test("what a message led to carries its trace, and names it")
    func message() async throws {
        try await IntakeHarness.with { intake in
            let id = Identifier<MessageTag>(high: 9, low: 9)
            let delivery = Deliveries.command(
                Form.located, id: id.description, headers: ["traceparent": .string(Self.traceparent)])
            let outcomes = try await CommandHandler(register: intake.register, clock: intake.clock).handle([delivery])
            #expect(outcomes == [.applied])
            #expect(
                try await intake.ask("SELECT DISTINCT traceparent FROM intake.journal", as: String.self)
                    == [Self.traceparent])
            #expect(
                try await intake.ask(
                    "SELECT DISTINCT causation FROM intake.journal", as: Identifier<MessageTag>.self) == [id])
        }
    }

    @Test("a command that waits or is dead is sealed, opens for its own id only, and its text is in no row")
    func sealed() async throws {
        try await IntakeHarness.with { intake in
            let seals = try FieldEncryptor(keys: FieldKeys([1: Array(repeating: 7, count: 32)]))
            let inbox = PostgresInbox(
                pool: intake.pool, partitions: 4, policy: RetryPolicy(first: .zero, longest: .zero, attempts: 2),
                random: SystemRandomSource(), seal: seals)
            let command = Deliveries.command(Form.located, id: Identifier<MessageTag>(high: 9, low: 9).description)
            try await inbox.recordFailure(command, error: "test")
            let claimed = try await inbox.claim(limit: 10)
            #expect(claimed.map(\.delivery.body) == [command.body])
            let sealed = try #require(
                try await intake.ask("SELECT body FROM intake.inbox_waiting", as: [UInt8].self).first)
            #expect(sealed != command.body)
            #expect(throws: FieldEncryptionError.self) {
                try seals.open(sealed, messageID: Identifier<MessageTag>(high: 9, low: 8).description)
            }
            try await inbox.recordFailure(try #require(claimed.first), error: "test")
            let letter = try #require(try await DeadLetterStore(pool: intake.pool).list().first)
            #expect(letter.body == nil && letter.storedLength == command.body.count + FieldCipher.overhead)
            _ = try await DeadLetterStore(pool: intake.pool).replay([letter.id])
            #expect(try await inbox.claim(limit: 10).map(\.delivery.body) == [command.body])
        }
    }
}
