import HTTPTypes
import Kernel
public import RegistryApplication
public import RegistryDomain
public import ServiceRuntime

// The one place where rejections become HTTP.

extension MemberRejection: ProblemConvertible {
    /// 409 where the state does not allow it, with what it does allow; 422 where a rule does not.
    public var problem: Problem {
        switch self {
        case .notAllowed(_, let status, let allowed):
            .illegalTransition(from: status.rawValue, allowed: allowed.map(\.rawValue)).detailed(reason)
        case .homeTooLarge: rule("home_too_large")
        case .notAGrid: rule("not_a_grid")
        case .outsideHomeCommunity: rule("outside_home_community")
        case .shiftOver: rule("shift_over")
        case .shiftTooLong: rule("shift_too_long")
        case .outsideDistrict: rule("outside_district")
        case .transferNeeded: rule("transfer_needed")
        }
    }

    private func rule(_ name: String) -> Problem {
        Problem("membership-rule", .unprocessableContent, title: "不符合党员管理规则", detail: reason).with("rule", name)
    }
}

extension MemberFailure: ProblemConvertible {
    /// 404, 412 with the current version, or 422 for an area that is not there for the caller.
    public var problem: Problem {
        switch self {
        case .notFound: .notFound
        case .unknownArea: .invalidField(code: "unknown_value", path: "area")
        case .stale(let current): .staleVersion(current: current)
        }
    }
}

extension ImportFileFault: ProblemConvertible {
    /// 422 with the columns that are missing, twice there or unknown.
    public var problem: Problem {
        let problem = Problem("unusable-file", .unprocessableContent, title: "导入文件无法使用", detail: reason)
        return switch self {
        case .header(let missing, let duplicate, let unknown):
            problem.with("missing", missing).with("duplicate", duplicate).with("unknown", unknown)
        case .tooManyColumns(let limit), .tooManyRows(let limit), .tooLarge(let limit): problem.with("limit", limit)
        case .noRows, .utf16, .notUTF8, .brokenHeader: problem
        }
    }
}

extension StoreConflict: ProblemConvertible {
    /// 503: the same request will do in a moment.
    public var problem: Problem { .unavailable(retryAfterSeconds: 1) }
}
