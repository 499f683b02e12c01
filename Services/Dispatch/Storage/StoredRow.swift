import DispatchDomain
import Kernel
import Postgres

/// A stored value that is none of its column's: rows are written by this program alone.
struct StoredRowFault: Error, CustomStringConvertible {
    let column: String
    var description: String { "a stored row's \(column) cannot be read" }
}

extension Row {
    /// A code of an enumeration.
    func code<Code: RawRepresentable<String>>(_ type: Code.Type = Code.self, at column: Int) throws -> Code {
        guard let code = Code(rawValue: try decode(String.self, at: column)) else {
            throw StoredRowFault(column: "\(Code.self)")
        }
        return code
    }

    /// A code of an enumeration, or none.
    func optionalCode<Code: RawRepresentable<String>>(
        _ type: Code.Type = Code.self, at column: Int
    ) throws -> Code? {
        guard let text = try decode(String?.self, at: column) else { return nil }
        guard let code = Code(rawValue: text) else { throw StoredRowFault(column: "\(Code.self)") }
        return code
    }

    /// A whole number of a column of type `int`.
    func int(at column: Int) throws -> Int {
        Int(try decode(Int32.self, at: column))
    }
}

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
        default: throw StoredRowFault(column: "limit_kind")
        }
    }
}
