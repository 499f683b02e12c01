import AssessmentApplication
import AssessmentDomain
import Kernel
import Postgres
import Reliability

/// A row that the rules of the domain would not have let in: the database was changed by another hand.
struct UnreadableRow: Error, CustomStringConvertible {
    let table: String
    let column: String

    var description: String { "UnreadableRow(\(table).\(column))" }
}

/// Turns nil into the fault of a column.
func readable<Value>(_ value: Value?, _ table: String, _ column: String) throws -> Value {
    guard let value else { throw UnreadableRow(table: table, column: column) }
    return value
}

extension Scope {
    init(_ scope: ActingScope) {
        self.init(area: scope.area, actor: scope.actor)
    }
}

extension Timestamp {
    /// The day in Asia/Shanghai as the tables count it.
    var dayNumber: Int32 { Int32(civil(offsetSeconds: 28_800).daysSinceEpoch) }
}
