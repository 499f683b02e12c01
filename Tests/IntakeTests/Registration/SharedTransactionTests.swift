import City
import FieldEncryption
import IntakeApplication
import IntakeDomain
import Kernel
import Messaging
import Postgres
import Reliability
import ServiceTestSupport
import Synchronization
import TestSupport
import Testing

@testable import IntakeStorage

@Suite("Registrations that share a transaction")
struct SharedTransactionTests {
    private func key(_ key: String) -> IdempotencyKey { IdempotencyKey(owner: "caller", key: key, body: []) }

    @Test("a response that cannot be opened fails its own caller and nobody else")
    func unreadableResponse() async throws {
        try await IntakeHarness.with { intake in
            let registration = try StorageTests.registration()
            _ = try await intake.register(registration, key: key("lost"), actor: nil, at: intake.clock.now())
            _ = try await intake.ask(
                "UPDATE intake.idempotency_keys SET receipt = '\\x00'::bytea || substr(receipt, 2) RETURNING 1",
                as: Int32.self)
            let failed = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let key = key(number % 10 == 5 ? "lost" : "key \(number)")
                        do {
                            _ = try await intake.register(registration, key: key, actor: nil, at: intake.clock.now())
                            return (number, false)
                        } catch is FieldEncryptionError {
                            return (number, true)
                        }
                    }
                }
                return try await group.reduce(into: Set<Int>()) { if $1.1 { $0.insert($1.0) } }
            }
            #expect(failed == [5, 15, 25, 35])
            #expect(try await intake.count("requests") == 37)
        }
    }

    @Test("a commit without an answer is never repeated")
    func unknownCommit() async throws {
        struct Unanswered: TransientFailure {
            var isTransient: Bool { true }
        }
        let flushed = Counted()
        let commits = RegistrationCommits(limit: 100, lockTimeout: .seconds(1)) { drafts, _ in
            flushed.add(drafts.count)
            throw Unanswered()
        }
        let draft = RegistrationDraft(
            id: ServiceRequestID(high: 1, low: 1), trackingCode: TrackingCode(random: (1, 2)),
            registration: try StorageTests.registration(), suggestion: nil,
            placement: Placement(area: IntakeHarness.city, location: nil, doubt: .notGiven), key: key("k"), actor: nil,
            now: .zero, cause: nil)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask { await #expect(throws: Unanswered.self) { try await commits.register(draft) } }
            }
        }
        #expect(flushed.total == 20)
    }

    private final class Counted: Sendable {
        private let state = Mutex(0)

        var total: Int { state.withLock { $0 } }
        func add(_ count: Int) { state.withLock { $0 += count } }
    }

    /// Takes the key that the phone and the words of a registration make, as another process does.
    private func holding(
        _ intake: IntakeHarness, _ body: (PostgresConnection, String) async throws -> Void
    ) async throws {
        let draft = try intake.register.draft(
            StorageTests.registration(), key: nil, actor: nil, at: intake.clock.now(), cause: nil)
        let claim = try #require(IdempotencyClaim(draft, encryptor: intake.encryptor))
        try await PostgresConnection.withConnection(intake.administrator) { other in
            _ = try await other.query(
                "SELECT pg_advisory_lock(\(AdvisoryLock.idempotencyKey.numbers(of: "\(claim.lockName)")))")
            try await body(other, claim.lockName)
        }
    }

    @Test("a second click that another process holds up waits for it, and keeps nobody else waiting")
    func secondClick() async throws {
        try await IntakeHarness.with { intake in
            try await holding(intake) { other, lock in
                async let second = intake.register(
                    StorageTests.registration(), key: nil, actor: nil, at: intake.clock.now())
                try await eventually {
                    try await intake.ask(
                        """
                        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """, as: Int64.self)
                        == [1]
                }
                let stranger = try await intake.register(
                    StorageTests.registration(phone: "13900000000"), key: nil, actor: nil, at: intake.clock.now())
                _ = try StorageTests.receipt(stranger)
                _ = try await other.query(
                    "SELECT pg_advisory_unlock(\(AdvisoryLock.idempotencyKey.numbers(of: "\(lock)")))")
                guard case .registered = try await second else {
                    Issue.record("the second click was not registered")
                    return
                }
            }
            #expect(try await intake.count("requests") == 2)
        }
    }

    @Test("a second click that waits for too long is in flight")
    func lateSecondClick() async throws {
        try await IntakeHarness.with(secondClickPatience: .milliseconds(200)) { intake in
            try await holding(intake) { _, _ in
                let outcome = try await intake.register(
                    StorageTests.registration(), key: nil, actor: nil, at: intake.clock.now())
                #expect(outcome == .inFlight)
            }
            #expect(try await intake.count("requests") == 0)
        }
    }
}
