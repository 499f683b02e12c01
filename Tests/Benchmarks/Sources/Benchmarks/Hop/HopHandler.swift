import City
import DispatchContract
import IntakeContract
import Kernel
import Messaging
import Postgres
import Reliability
import Wire

/// The context in the middle of the hop: takes an accepted request, keeps a work order, publishes that it is issued.
struct HopHandler: DeliveryHandler {
    private static let settings = [(name: "minqing.area", value: HopSchema.city), (name: "minqing.actor", value: "")]

    let work: UnitOfWork

    func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        var entries: [InboxEntry] = []
        var messages: [RequestAccepted] = []
        for delivery in batch {
            entries.append(InboxEntry(delivery, envelope: try Envelope(delivery.properties)))
            messages.append(try RequestAccepted(decoding: delivery.body))
        }
        let requests = entries.compactMap { $0.position?.aggregate }
        return try await work.receive(Self.settings, entries: entries, load: [Self.load(requests)]) { rows, apply in
            // A message that comes again has its order; it is not applied again.
            let known = Set(try rows[0].map { try $0.decode(Identifier<AggregateTag>.self, at: 1) })
            var orders: [Order] = []
            for index in apply {
                let order = try Order(messages[index], entry: entries[index])
                guard !known.contains(order.request) else { throw BenchmarkFault("a request is applied twice") }
                orders.append(order)
            }
            return Decision(statements: [Self.insert(orders)], events: orders.map(\.event))
        }
    }

    private struct Order {
        let id: WorkOrderID
        let request: Identifier<AggregateTag>
        let message: RequestAccepted
        let due: Timestamp
        let event: EventDraft

        init(_ message: RequestAccepted, entry: InboxEntry) throws {
            guard let request = entry.position?.aggregate else { throw BenchmarkFault("a message without aggregate") }
            self.request = request
            self.message = message
            id = .derived(from: "round:\(message.round)", in: request)
            due = message.registeredAt + .seconds(7 * 86_400)
            let issued = WorkOrderIssued(
                requestID: request.retagged(), round: message.round, category: message.category, area: message.area,
                resolutionDue: due)
            var event = EventDraft(
                issued, aggregate: id, aggregateVersion: 1, area: message.area, occurredAt: message.registeredAt,
                correlation: request.retagged())
            event.causation = entry.messageID
            self.event = event
        }
    }

    private static func load(_ requests: [Identifier<AggregateTag>]) -> SQL {
        "SELECT id, request_id, version FROM orders WHERE request_id = ANY(\(requests)) ORDER BY id FOR UPDATE"
    }

    private static func insert(_ orders: [Order]) -> Statement {
        Statement(
            """
            INSERT INTO orders (id, request_id, round, area, category, urgency, state, due, version)
            SELECT * FROM unnest(\(orders.map(\.id)), \(orders.map(\.request)), \(orders.map { Int32($0.message.round) }),
                \(orders.map(\.message.area)), \(orders.map(\.message.category)),
                \(orders.map(\.message.urgency.rawValue)), \(orders.map { _ in "issued" }), \(orders.map(\.due)),
                \(orders.map { _ in Int64(1) }))
            """, rows: .exactly(orders.count))
    }
}
