import HTTPTypes
public import IntakeApplication
public import IntakeDomain
import Messaging
public import ServiceRuntime
import Wire

// The one place where this context's rejections become statuses and reasons of dead letters.

extension RequestRejection: ProblemConvertible {
    /// 409 with the states that can follow, 403 for a leader's case, else the field that is at fault.
    public var problem: Problem {
        switch self {
        case .notPossible(let state, let allowed):
            .illegalTransition(from: state.rawValue, allowed: allowed.map(\.rawValue))
        case .alreadyRated: Problem("already-rated", .conflict, title: "该诉求已评价")
        case .areaTooCoarse: .invalidField(code: "area_too_coarse", path: "area")
        case .unreachableCannotBeResolved: .invalidField(code: "contradiction", path: "resolved")
        case .starsOutOfRange: .invalidField(code: "out_of_range", path: "stars")
        case .leaderCase: Problem("leader-case", .forbidden, title: "包案件须由负责人回访")
        }
    }
}

extension IntakeFailure: ProblemConvertible {
    /// The field that is at fault.
    public var problem: Problem {
        switch self {
        case .areaOutOfScope: .invalidField(code: "out_of_scope", path: "area")
        case .unknownCategory: .invalidField(code: WireError.Code.unknownValue.rawValue, path: "category")
        }
    }
}

extension FieldFault: ProblemConvertible {
    var problem: Problem { .invalidField(code: code, path: path, limit: limit) }
}

extension Refusal {
    /// Why a message's registration is refused, for the dead letter.
    init(registration error: any Error) {
        switch error {
        case let error as WireError: self.init(error)
        case let fault as FieldFault: self.init(.body, "\(fault.code) at \(fault.path)")
        case IntakeFailure.unknownCategory: self.init(WireError(code: .unknownValue, path: "category"))
        default: self.init(.body, "unreadable")
        }
    }
}
