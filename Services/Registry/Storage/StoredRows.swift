import City
import Kernel
import Postgres
import RegistryApplication
import RegistryDomain
import Reliability

/// Runs a transaction and throws a ``StoreConflict`` where somebody else was quicker to take a key.
func detectingConflict<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let error as PostgresError where error.sqlState == SQLState.uniqueViolation {
        throw StoreConflict()
    }
}
