import Kernel
import Postgres
import RegistryApplication
import RegistryDomain
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

/// Runs a transaction and tells a key that somebody else was quicker to take apart from other failures.
func detectingConflict<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let error as PostgresError where error.sqlState == SQLState.uniqueViolation {
        throw StoreConflict()
    }
}
