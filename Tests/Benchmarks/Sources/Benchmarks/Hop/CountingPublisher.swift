import Messaging
import Synchronization

/// A count that several tasks add to.
final class Tally: Sendable {
    private let value = Atomic<Int>(0)

    var count: Int { value.load(ordering: .relaxed) }

    func add(_ number: Int) { value.add(number, ordering: .relaxed) }
}

/// The real publisher, with a count of what the broker has confirmed.
struct CountingPublisher: MessagePublisher {
    let publisher: any MessagePublisher
    let confirmed = Tally()

    var isReady: Bool { publisher.isReady }

    func publish(_ batch: [OutgoingMessage]) async throws -> [PublishOutcome] {
        let outcomes = try await publisher.publish(batch)
        confirmed.add(outcomes.count(where: \.isConfirmed))
        return outcomes
    }
}
