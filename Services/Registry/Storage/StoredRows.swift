import City
import Kernel
import Postgres
import RegistryApplication
import RegistryDomain
import Reliability

extension Scope {
    init(_ scope: AccessScope) {
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
