import HTTPTypes
import IntakeApplication
import IntakeDomain
import Messaging
import ServiceRuntime
import Wire

/// The one place where this context's rejections become statuses.
enum IntakeProblems {
    /// Runs a handler's body, with its rejections as problems.
    static func answering<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        do {
            return try await body()
        } catch let fault as FieldFault {
            throw problem(fault)
        } catch let rejection as RequestRejection {
            throw problem(rejection)
        } catch let failure as IntakeFailure {
            throw try problem(failure)
        }
    }

    private static func problem(_ fault: FieldFault) -> Problem {
        .invalidField(code: fault.code, path: fault.path, limit: fault.limit)
    }

    private static func problem(_ rejection: RequestRejection) -> Problem {
        switch rejection {
        case .notPossible(let state, let allowed):
            .illegalTransition(from: state.rawValue, allowed: allowed.map(\.rawValue))
        case .alreadyRated: Problem("already-rated", .conflict, title: "该诉求已评价")
        case .areaTooCoarse: .invalidField(code: "area_too_coarse", path: "area")
        case .unreachableCannotBeResolved: .invalidField(code: "contradiction", path: "resolved")
        case .starsOutOfRange: .invalidField(code: "out_of_range", path: "stars")
        case .leaderCase: Problem("leader-case", .forbidden, title: "包案件须由负责人回访")
        case .changedMeanwhile(let current): .staleVersion(current: current)
        }
    }

    private static func problem(_ failure: IntakeFailure) throws -> Problem {
        switch failure {
        case .notFound: .notFound
        case .areaOutOfScope: .invalidField(code: "out_of_scope", path: "area")
        case .unknownCategory: .invalidField(code: WireError.Code.unknownValue.rawValue, path: "category")
        case .unknownRequest: throw failure
        }
    }

    /// Why a message's registration is refused, for the dead letter.
    static func refusal(_ error: any Error) -> Refusal {
        switch error {
        case let error as WireError: Refusal(error)
        case let fault as FieldFault: Refusal(.body, "\(fault.code) at \(fault.path)")
        case IntakeFailure.unknownCategory: Refusal(WireError(code: .unknownValue, path: "category"))
        default: Refusal(.body, "unreadable")
        }
    }
}
