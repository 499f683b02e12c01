import DispatchContract
import DispatchDomain
import IntakeContract
import Kernel
import RegistryContract
import WorkingTime

/// The domain's codes and the published language's, both ways; the compiler checks that no case is forgotten.
enum Coded {
    static func declineReason(_ reason: DispatchDomain.DeclineReason) -> DispatchContract.DeclineReason {
        switch reason {
        case .busy: .busy
        case .unwell: .unwell
        case .away: .away
        case .notSkilled: .notSkilled
        case .conflict: .conflict
        case .other: .other
        }
    }

    static func result(_ result: DispatchDomain.ResultCode) -> DispatchContract.ResultCode {
        switch result {
        case .solved: .solved
        case .partlySolved: .partlySolved
        case .notSolvable: .notSolvable
        }
    }

    static func reworkReason(_ reason: DispatchDomain.ReworkReason) -> DispatchContract.ReworkReason {
        switch reason {
        case .notDone: .notDone
        case .poorQuality: .poorQuality
        case .noEvidence: .noEvidence
        case .requesterDissatisfied: .requesterDissatisfied
        }
    }

    static func clock(_ kind: DispatchDomain.ClockKind) -> DispatchContract.ClockKind {
        switch kind {
        case .signIn: .signIn
        case .arrival: .arrival
        case .resolution: .resolution
        }
    }

    static func light(_ light: WorkingTime.Light) -> DispatchContract.Light {
        switch light {
        case .green: .green
        case .yellow: .yellow
        case .red: .red
        }
    }

    static func cause(_ cause: DispatchDomain.EscalationCause) -> DispatchContract.EscalationCause {
        switch cause {
        case .unassigned: .unassigned
        case .noTaker: .noTaker
        case .redLight: .redLight
        case .reworkLimit: .reworkLimit
        }
    }

    static func level(_ level: AreaCode.Level) -> AreaLevel {
        switch level {
        case .grid: .grid
        case .community: .community
        case .street: .street
        case .district: .district
        case .city: .city
        }
    }

    static func urgency(_ urgency: IntakeContract.Urgency) -> DispatchDomain.Urgency {
        switch urgency {
        case .general: .general
        case .urgent: .urgent
        case .emergency: .emergency
        }
    }

    static func availability(_ availability: RegistryContract.Availability) -> DispatchDomain.Availability {
        switch availability {
        case .available: .available
        case .busy: .busy
        case .exempt: .exempt
        }
    }
}
