import Kernel
import Messaging
import Reliability

/// What the consumer's mutants do in place of the right thing; without a mutant it passes everything on.
struct BrokenConsumer {
    private var attempts: [Int: Int] = [:]
    private var lastTag: DeliveryTag?
    /// One refusal for each delivery of a batch that was given up whole.
    private(set) var refusals: [Outcome] = []

    mutating func received(_ deliveries: [Delivery]) { lastTag = deliveries.last?.tag }

    /// Acknowledges nothing before the end of the batch.
    func swallowsSettle(_ machine: PartitionMachine, _ mutant: Mutant?) -> Bool {
        guard mutant == .settledAtEndOnly, case .settle(let tag) = machine.action else { return false }
        return tag != lastTag
    }

    /// Counts in the process's memory.
    mutating func count(_ event: Event) -> Int {
        attempts[event.number, default: 0] += 1
        return attempts[event.number] ?? 0
    }

    /// Makes a whole batch dead letters instead of halving it.
    mutating func gaveUpWholeBatch(
        _ failure: StoreFailure, of machine: PartitionMachine, _ process: Process, _ world: World
    ) -> Bool {
        guard world.mutant == .batchGivenUp, !failure.isTransient, case .handle(let batch) = machine.action else {
            return false
        }
        refusals = batch.map { _ in .refused(Refusal(.body, failure.text)) }
        return true
    }
}
