import Kernel
import Reliability

/// Runs one seed from its first command to its last check.
struct History {
    /// What a history came to.
    struct Report {
        let seed: UInt64
        let violation: Violation?
        let hash: UInt64
        let steps: Int
        let events: Int
        let deadLetters: Int
        /// Dead letters that one more attempt would have applied.
        let condemned: Int
        let lines: [String]
    }

    /// Steps in which the faults may happen, and steps in which everything has to come to rest afterwards.
    static let faultySteps = 6000
    static let quietSteps = 12_000

    static func run(seed: UInt64, mutant: Mutant? = nil, keepsLog: Bool = false) -> Report {
        let world = World(plan: Plan(seed: seed), mutant: mutant, keepsLog: keepsLog)
        let deadLetters = play(world)
        return Report(
            seed: seed, violation: world.recorder.violation, hash: world.log.hash, steps: world.stepCount,
            events: world.events.count, deadLetters: deadLetters,
            condemned: world.recorder.condemned, lines: world.log.lines)
    }

    /// - Returns: how many dead letters there were before they were mended.
    private static func play(_ world: World) -> Int {
        while world.stepCount < faultySteps, world.recorder.violation == nil {
            if world.faultsLeft == 0, world.clients.allSatisfy(\.isDone) { break }
            if !world.step() { break }
        }
        guard rest(world) else { return 0 }
        Checks.afterFaults(world)
        let dead = world.stores.reduce(0) { $0 + $1.tables.deadIn.count }
        guard world.recorder.violation == nil else { return dead }
        world.mend()
        guard rest(world) else { return dead }
        Checks.afterMending(world)
        guard world.recorder.violation == nil else { return dead }
        let before = Checks.State(world)
        world.publishEverythingAgain()
        guard rest(world) else { return dead }
        Checks.afterReplay(world, before: before)
        return dead
    }

    /// Runs without faults until nothing will ever happen again.
    ///
    /// - Returns: whether that came to pass, with no violation on the way.
    private static func rest(_ world: World) -> Bool {
        world.heal()
        let limit = world.stepCount + quietSteps
        while world.recorder.violation == nil {
            guard world.step() else { break }
            if world.stepCount >= limit {
                world.recorder.violate(.drains, "still busy after \(quietSteps) steps without a fault", world)
            }
        }
        return world.recorder.violation == nil
    }
}
