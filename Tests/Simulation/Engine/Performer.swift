import Kernel

/// When a performer can do its next step.
enum Readiness {
    case now
    case at(Timestamp)
    /// Something else has to happen first.
    case waiting

    /// The same, or that moment if it comes first.
    func or(_ moment: Timestamp) -> Readiness {
        switch self {
        case .now: .now
        case .at(let other): .at(min(other, moment))
        case .waiting: .at(moment)
        }
    }
}

/// One explicit step machine of the history; the scheduler lets one of them make one step at a time.
protocol Performer: AnyObject {
    var name: String { get }
    func readiness(_ world: World) -> Readiness
    func step(_ world: World)
}

/// Which context of the chain: each follows the one before it.
enum Context: Int, CaseIterable {
    case intake, dispatch, assessment

    /// The context whose events this one takes.
    var upstream: Context? { Context(rawValue: rawValue - 1) }
    /// The context that takes this one's events.
    var downstream: Context? { Context(rawValue: rawValue + 1) }

    var name: String { "\(self)" }
    /// The first two words of the types of its events.
    var stream: String {
        switch self {
        case .intake: "intake.request"
        case .dispatch: "dispatch.workorder"
        case .assessment: "assessment.posting"
        }
    }
}
