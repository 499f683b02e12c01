import DispatchDomain
import Postgres

extension CategoryLimit {
    var kind: String {
        switch self {
        case .workingDays: "working_days"
        case .workingHours: "working_hours"
        }
    }

    var value: Int32 {
        switch self {
        case .workingDays(let count), .workingHours(let count): Int32(clamping: count)
        }
    }

    init(kind: String, value: Int) throws {
        switch kind {
        case "working_days": self = .workingDays(value)
        case "working_hours": self = .workingHours(value)
        default: throw StoredRowFault(column: "limit_kind", type: CategoryLimit.self)
        }
    }
}
