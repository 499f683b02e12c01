import Glibc
public import Kernel
import Synchronization

/// Ends the process at the planned passing of a crash point, as a power cut would: nothing is flushed, nobody hears of it.
public final class CrashSwitch: Sendable {
    private let plan: CrashPlan?
    private let passed = Atomic<Int>(0)

    /// Makes the switch; without a plan it never ends anything.
    public init(_ plan: CrashPlan? = nil) {
        self.plan = plan
    }

    /// The work has come to a point.
    func pass(_ point: CrashPoint) {
        guard let plan, plan.point == point else { return }
        let count = passed.add(1, ordering: .relaxed).newValue
        if count == plan.passing { kill(getpid(), SIGKILL) }
    }
}
