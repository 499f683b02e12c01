import AssessmentApplication
import AssessmentInbound
import AssessmentTestKit
import City
import Messaging
import ServiceTestSupport
import Testing

/// Assessment on either of its ledgers: what holds for one has to hold for the other.
struct AssessmentPorts: Sendable {
    let store: any LedgerStore
    let reader: any LedgerReader
    /// The types of what others hear of it, in order.
    let published: @Sendable () async throws -> [String]
    private let handler: AssessmentEventHandler

    /// Where the ledger is kept.
    enum Backend: CaseIterable, CustomTestStringConvertible {
        case tables, memory

        var testDescription: String { self == .tables ? "PostgreSQL" : "memory" }
    }

    /// Lends an empty ledger.
    static func with(
        _ backend: Backend, _ body: @escaping @Sendable (AssessmentPorts) async throws -> Void
    ) async throws {
        switch backend {
        case .tables:
            try await AssessmentHarness.with { harness in
                try await body(
                    AssessmentPorts(
                        store: harness.store, reader: harness.reader, published: { try await harness.published() },
                        handler: harness.handler))
            }
        case .memory:
            let time = ManualClock(AssessmentHarness.now)
            let ledger = InMemoryLedger(time: time)
            try await body(
                AssessmentPorts(
                    store: ledger, reader: ledger, published: { ledger.published.map(\.type) },
                    handler: AssessmentEventHandler(store: ledger, city: AssessmentHarness.city, time: time)))
        }
    }

    /// The whole city.
    var scope: AccessScope { AccessScope(area: AssessmentHarness.city) }

    /// Hands messages in, as the broker does.
    @discardableResult
    func deliver(_ deliveries: [Delivery]) async throws -> [Outcome] {
        try await handler.handle(deliveries)
    }
}
