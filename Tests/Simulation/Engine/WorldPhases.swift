import Kernel
import Reliability

// What the operators do between the phases of a history.

extension World {
    /// The faults end: servers answer, clocks are right again.
    func heal() {
        guard isFaulty else { return }
        isFaulty = false
        note(.phase, "operator", 1)
        faults.heal(self)
        for process in processes { process.skew = .zero }
    }

    /// What was not harmless becomes so, and the operator replays all dead letters.
    func mend() {
        isMended = true
        note(.phase, "operator", 2)
        for store in stores {
            let now = now
            var replayed: [Event] = []
            do throws(StoreFailure) {
                try store.write { replayed = $0.replayDeadLetters(at: now, mutant) }
            } catch {
                preconditionFailure("after the faults the store answers")
            }
            for event in replayed { note(.replayLetter, store.context.name, event.number) }
        }
    }

    /// The cursors go back to the start and every relay begins again.
    func publishEverythingAgain() {
        note(.phase, "operator", 3)
        for store in stores {
            store.broken = BrokenCursor()
            do throws(StoreFailure) {
                try store.write { $0.cursor = .start }
            } catch {
                preconditionFailure("after the faults the store answers")
            }
        }
        for process in processes { process.crash(self) }
    }
}
