import Kernel

// Writes with the faults that a server's answer can have.

extension World {
    /// One statement of its own: it may not happen, or its answer may be lost.
    func write<Result>(_ store: Store, _ body: (inout Tables) -> Result) throws(StoreFailure) -> Result {
        try fail(store)
        var result: Result?
        try store.write { result = body(&$0) }
        guard let result, !losesAnswer() else { throw .answerLost }
        return result
    }

    /// Commits a transaction; it may be rolled back, or committed without an answer.
    func commit(
        _ transaction: Transaction, _ store: Store, _ body: (inout Tables) -> Void
    ) throws(StoreFailure) {
        if isFaulty, random.chance(plan.commitFaults / 2) {
            store.rollback(transaction)
            throw .connection
        }
        store.commit(transaction, body)
        if losesAnswer() { throw .answerLost }
    }

    /// Fails before anything is written.
    func fail(_ store: Store) throws(StoreFailure) {
        guard !store.isDown else { throw .connection }
        if isFaulty, random.chance(plan.commitFaults / 2) { throw .connection }
    }

    /// Until when somebody is held up in the middle of a transaction: the machine is slow, too.
    func stall() -> Timestamp {
        isFaulty && random.chance(12) ? now + .milliseconds(1 + random.below(400)) : .zero
    }

    private func losesAnswer() -> Bool {
        guard isFaulty, random.chance(plan.commitFaults / 2) else { return false }
        note(.commitUnknown, "store")
        return true
    }
}
