/// A mechanism that is broken on purpose, to see that a property notices.
enum Mutant: String, CaseIterable {
    // The relay.
    case cursorOnSequence, cursorOnTransactionID, floorTooHigh, cursorBeforeConfirms
    case returnIsConfirmed, nackIsConfirmed, silenceIsConfirmed, leadsWithoutBroker
    // The outbox and the commands.
    case outboxApart, keyIgnored
    // The consumer.
    case acknowledgedBeforeCommit, staleTagAcknowledged, settledAtEndOnly, batchGivenUp, retryByRequeue
    case attemptsInMemory, attemptsKept, retriesUncounted, retriesUnclaimed, deadLetterWithoutRow
    // The inbox and the gate.
    case noInboxRow, effectOutsideGate, versionGateOff, repeatsApplied, heldForgotten, noPartitionLock
    // The broker.
    case noSingleActiveNorLock, lowDeliveryLimit
    // The deadlines.
    case deadlineUnlocked, rowCountIgnored, timerApart
    // The ledger.
    case balanceApart
    // The simulator itself.
    case unseededChoice

    /// What is broken, in words.
    var words: String {
        switch self {
        case .cursorOnSequence: "the relay's cursor is the last sequence it saw"
        case .cursorOnTransactionID: "the relay's cursor is the last transaction id it saw"
        case .floorTooHigh: "the relay's floor rises over a transaction under way at or above xmax"
        case .cursorBeforeConfirms: "the relay stores its cursor before the confirms"
        case .returnIsConfirmed: "the relay takes a returned message for a confirmed one"
        case .nackIsConfirmed: "the relay takes a nack for a confirm"
        case .silenceIsConfirmed: "the relay takes a lost confirm for a confirm"
        case .leadsWithoutBroker: "a relay takes and keeps the lead without a broker"
        case .outboxApart: "outbox rows are written after the commit of the state"
        case .keyIgnored: "a command sent again is carried out again"
        case .acknowledgedBeforeCommit: "deliveries are acknowledged before they are handled"
        case .staleTagAcknowledged: "a delivery tag of a lost channel is acknowledged on the next one"
        case .settledAtEndOnly:
            "a batch is acknowledged at its end only, attempts of what is applied count, and the inbox is not asked"
        case .batchGivenUp: "a failing batch becomes dead letters as a whole"
        case .retryByRequeue: "a failed message is requeued instead of kept as a row"
        case .attemptsInMemory: "attempts are counted in the process's memory"
        case .attemptsKept: "attempts that ended in order still count as fatal"
        case .retriesUncounted: "the retry loop does not count its attempts"
        case .retriesUnclaimed: "a retry that is due is not claimed"
        case .deadLetterWithoutRow: "a dead letter gets no row"
        case .noInboxRow: "no inbox row is written"
        case .effectOutsideGate: "a repeated delivery has its effect again"
        case .versionGateOff: "the version gate lets everything new through"
        case .repeatsApplied: "the gate lets repetitions through"
        case .heldForgotten: "held events are not released"
        case .noPartitionLock: "consumer and retry loop share no lock"
        case .noSingleActiveNorLock: "no single active consumer, and no lock"
        case .lowDeliveryLimit: "the queue's delivery limit is 3"
        case .deadlineUnlocked: "a deadline is decided on an order that was read without a lock"
        case .rowCountIgnored: "the same, and that the order's update met no row is not noticed"
        case .timerApart: "a timer's row is not written with the order"
        case .balanceApart: "a balance is not written with its postings"
        case .unseededChoice: "one choice in a history is not the seed's"
        }
    }

    /// The properties that guard the mechanism: one of them has to notice.
    var guardedBy: [Property] {
        switch self {
        case .cursorOnSequence, .cursorOnTransactionID, .floorTooHigh, .cursorBeforeConfirms, .returnIsConfirmed,
            .nackIsConfirmed, .silenceIsConfirmed:
            [.rowsAddUp]
        case .leadsWithoutBroker: [.ledWithBroker]
        case .retriesUnclaimed: [.backoffSpentOnce]
        case .outboxApart, .keyIgnored: [.acceptedOnce]
        case .acknowledgedBeforeCommit, .staleTagAcknowledged, .deadLetterWithoutRow, .noInboxRow:
            [.acknowledgedAfterCommit]
        case .settledAtEndOnly, .lowDeliveryLimit: [.rowsAddUp, .aloneBeforeDead]
        case .attemptsKept: [.drains, .rowsAddUp]
        case .batchGivenUp: [.aloneBeforeDead]
        case .retryByRequeue, .attemptsInMemory, .retriesUncounted, .heldForgotten: [.drains]
        case .noPartitionLock, .noSingleActiveNorLock: [.drains, .rowsAddUp, .versionsInOrder]
        case .effectOutsideGate: [.replayChangesNothing]
        case .versionGateOff, .repeatsApplied: [.versionsInOrder]
        case .deadlineUnlocked: []
        case .rowCountIgnored, .timerApart: [.deadlinesOnce]
        case .balanceApart: [.postedOnce]
        case .unseededChoice: [.sameSeedSameHistory]
        }
    }

    /// Whether another mechanism, that is whole, keeps every property.
    var isCovered: Bool { guardedBy.isEmpty }

    /// Whether a message is given up without a look at the inbox.
    var givesUpBlindly: Bool { self == .settledAtEndOnly }

    /// Whether the inbox's unique key is part of what is broken.
    var toleratesRepeats: Bool { self == .repeatsApplied || self == .versionGateOff }
}

/// What a relay's mutant stores in place of the cursor.
struct BrokenCursor {
    var seq: Int64 = 0
    var xid: UInt64 = 0
    var floor: Int64 = 0
    /// Finished snapshots: where they began, and the highest sequence that they had shown.
    var finished: [(xmax: UInt64, highest: Int64)] = []
}
