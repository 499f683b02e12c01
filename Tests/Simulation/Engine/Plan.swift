import Kernel

/// What one seed makes of a history: how much is asked, what goes wrong, and in what sizes.
struct Plan {
    let seed: UInt64
    /// Queues a subscription.
    let partitions = 2
    /// Processes a context.
    let processes = 2
    let commands: Int
    let requests: Int
    let prefetch: Int
    let pageSize: Int
    let batch: Int
    /// Faults that strike the servers, processes and connections.
    let faults: Int
    /// Units: per cent of commits whose answer is lost, or that do not happen.
    let commitFaults: Int
    /// Units: per cent of published messages that are nacked or returned.
    let publishFaults: Int
    /// Units: per cent of the events that are not harmless.
    let malice: Int
    /// Whether a long wait for a deadline may happen while the faults last.
    let jumps: Bool

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        self.seed = seed
        commands = 4 + random.below(12)
        requests = 1 + random.below(4)
        prefetch = 2 + random.below(8)
        pageSize = 1 + random.below(5)
        batch = 1 + random.below(6)
        faults = random.chance(15) ? 0 : 1 + random.below(12)
        commitFaults = random.chance(40) ? 0 : 2 + random.below(8)
        publishFaults = random.chance(40) ? 0 : 2 + random.below(10)
        malice = random.chance(40) ? 0 : 3 + random.below(15)
        jumps = random.chance(50)
    }
}

extension SplitMix64 {
    /// A number from 0 up to, and without, the bound.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// Whether something of that many per cent happens.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}
