public import Postgres

extension PostgresPool {
    /// Reads a journal as its relay does, whatever the area of its rows.
    public func journal(_ query: SQL) async throws -> Rows {
        try await withTransaction(TransactionOptions(isReadOnly: true, settings: [("minqing.relay", "on")])) {
            try await $0.query(query)
        }
    }
}
