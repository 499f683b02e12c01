import City
import IntakeApplication
import IntakeDomain
import IntakeInbound
import IntakeTestKit
import Kernel
import Messaging
import ServiceTestSupport
import Testing

/// Intake on either of its stores: what holds for one has to hold for the other.
struct IntakePorts {
    let store: any IntakeStore
    let intake: IntakeUseCases
    let clock: ManualClock

    /// Where requests are kept.
    enum Backend: CaseIterable, CustomTestStringConvertible {
        case tables, memory

        var testDescription: String { self == .tables ? "PostgreSQL" : "memory" }
    }

    /// Lends an Intake whose city has one community with two grids.
    static func with(_ backend: Backend, _ body: @escaping @Sendable (IntakePorts) async throws -> Void) async throws {
        switch backend {
        case .tables:
            try await IntakeHarness.with { harness in
                try await body(
                    IntakePorts(store: harness.store, intake: harness.useCases, clock: harness.clock))
            }
        case .memory:
            let clock = ManualClock(Timestamp(iso8601: "2026-11-21T02:00:00Z") ?? .zero)
            let rules = IntakeHarness.rules
            let store = InMemoryIntakeStore(
                time: clock, doubleSubmit: rules.doubleSubmit, register: RegisterBatch(rules: rules).decide)
            let intake = IntakeUseCases(
                store: store, queries: store, catalogue: try IntakeHarness.catalogue(), rules: rules,
                city: IntakeHarness.city, random: SystemRandomSource())
            try await IntakeHarness.defineAreas(intake)
            try await body(IntakePorts(store: store, intake: intake, clock: clock))
        }
    }

    /// Registers what a citizen says on the phone.
    func register(
        _ words: String = StorageTests.words, phone: String = StorageTests.phone, area: String? = IntakeHarness.grid,
        key: IdempotencyKey? = nil
    ) async throws -> RegistrationOutcome {
        try await intake.register(
            StorageTests.registration(words, phone: phone, area: area), key: key, actor: nil, at: clock.now())
    }

    /// Hands events of work orders in, as the broker does.
    func deliver(_ deliveries: Delivery...) async throws -> [Outcome] {
        try await WorkOrderHandler(follow: intake.followWorkOrders, city: IntakeHarness.city, clock: clock)
            .handle(deliveries)
    }
}
