/// What must hold in every history.
enum Property: String, CaseIterable {
    case acceptedOnce = "what was answered as accepted is in the final state exactly once"
    case versionsInOrder = "each consumer applies the versions of an aggregate as 1, 2, 3 and so on"
    case rowsAddUp = "outbox rows are inbox rows, waiting rows or dead letters downstream, and only one of them"
    case acknowledgedAfterCommit = "nothing is acknowledged without a committed row"
    case aloneBeforeDead = "nothing becomes a dead letter that was never tried alone"
    case backoffSpentOnce = "however many processes run, a message that failed is left alone for its back-off"
    case ledWithBroker = "a relay leads only while its broker answers, or for a short while after"
    case drains = "after the faults everything drains"
    case deadlinesOnce = "each deadline is recorded once, and not before its time"
    case replayChangesNothing = "publishing the whole outbox again changes nothing"
    case sameSeedSameHistory = "the same seed gives the same history"
}

/// A property that did not hold.
struct Violation {
    let property: Property
    let detail: String
    let step: Int
}
