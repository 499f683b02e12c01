public import Postgres

/// A query, and the indexes that are named beside it in the program.
public struct PlannedQuery: Sendable {
    /// What it asks, in a few words.
    public let name: String
    /// The indexes by which it must find its rows.
    public let indexes: [String]
    /// The statement as the program sends it.
    public let query: SQL
    /// Whether it sorts what it finds, which is then little.
    public let sorts: Bool

    /// Makes the case of a plan test.
    public init(_ name: String, _ indexes: String..., sorts: Bool = false, query: SQL) {
        self.name = name
        self.sorts = sorts
        self.indexes = indexes
        self.query = query
    }
}

extension PostgresPool {
    /// The plans of queries in the scope of a city, where the planner may not read whole tables, and may not sort unless the
    /// query says so.
    ///
    /// A plan on a test's empty tables does not say how much is read; it says whether the named index can serve the query
    /// at all, behind the row-level policies and in the order that is asked for.
    /// - Returns: one text a query.
    public func plans(of queries: [PlannedQuery], city: String = "3304") async throws -> [String] {
        let options = TransactionOptions(settings: [
            ("minqing.area", city), ("enable_seqscan", "off"), ("enable_bitmapscan", "off"),
        ])
        return try await withTransaction(options) { transaction in
            var plans: [String] = []
            for query in queries {
                _ = try await transaction.query("SELECT set_config('enable_sort', \(query.sorts ? "on" : "off"), true)")
                let lines = try await transaction.query("EXPLAIN " + query.query)
                plans.append(try lines.map { try $0.decode(String.self, at: 0) }.joined(separator: "\n"))
            }
            return plans
        }
    }
}
