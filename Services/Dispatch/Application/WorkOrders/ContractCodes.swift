public import DispatchContract
import DispatchDomain
import Kernel
public import WorkingTime

// The domain's codes as the contract names them; the compiler checks that no case is forgotten.

extension DispatchDomain.DeclineReason {
    var published: DispatchContract.DeclineReason {
        switch self {
        case .busy: .busy
        case .unwell: .unwell
        case .away: .away
        case .notSkilled: .notSkilled
        case .conflict: .conflict
        case .other: .other
        }
    }
}

extension DispatchDomain.ResultCode {
    var published: DispatchContract.ResultCode {
        switch self {
        case .solved: .solved
        case .partlySolved: .partlySolved
        case .notSolvable: .notSolvable
        }
    }
}

extension DispatchDomain.ReworkReason {
    var published: DispatchContract.ReworkReason {
        switch self {
        case .notDone: .notDone
        case .poorQuality: .poorQuality
        case .noEvidence: .noEvidence
        case .requesterDissatisfied: .requesterDissatisfied
        }
    }
}

extension DispatchDomain.ClockKind {
    var published: DispatchContract.ClockKind {
        switch self {
        case .signIn: .signIn
        case .arrival: .arrival
        case .resolution: .resolution
        }
    }
}

extension WorkingTime.Light {
    /// The light as events and responses name it.
    public var published: DispatchContract.Light {
        switch self {
        case .green: .green
        case .yellow: .yellow
        case .red: .red
        }
    }
}

extension DispatchDomain.EscalationCause {
    var published: DispatchContract.EscalationCause {
        switch self {
        case .unassigned: .unassigned
        case .noTaker: .noTaker
        case .redLight: .redLight
        case .reworkLimit: .reworkLimit
        }
    }
}

extension AreaCode.Level {
    var published: AreaLevel {
        switch self {
        case .grid: .grid
        case .community: .community
        case .street: .street
        case .district: .district
        case .city: .city
        }
    }
}
