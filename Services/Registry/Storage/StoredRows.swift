import City
import Kernel
import Postgres
import RegistryApplication
import RegistryDomain
import Reliability

/// Runs a transaction and tells a key that somebody else was quicker to take apart from other failures.
func detectingConflict<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let error as PostgresError where error.sqlState == SQLState.uniqueViolation {
        throw StoreConflict()
    }
}
