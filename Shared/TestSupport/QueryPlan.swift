public import Postgres
import Reliability

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
    /// Whether it reads an index from its beginning for as long as it likes, as a list without a condition does.
    public let walks: Bool
    /// Whether it is planned each time again, for its values.
    public let isList: Bool

    /// Makes the case of a plan test.
    public init(
        _ name: String, _ indexes: String..., sorts: Bool = false, walks: Bool = false, isList: Bool = false, query: SQL
    ) {
        self.isList = isList
        self.name = name
        self.sorts = sorts
        self.walks = walks
        self.indexes = indexes
        self.query = query
    }
}

extension PostgresPool {
    /// What is wrong with the plans of queries, as a service has them planned: once, before any value is known.
    ///
    /// Two plans are checked, of a list only the second and for its values. In the one that a service gets, no table and
    /// no index is read from end to end. In one without bitmaps, and without sorting unless the query says so, the named
    /// indexes serve the query: behind the row-level policies and in the order that is asked for. On a test's empty tables
    /// neither says how much is read.
    /// - Returns: a text a fault, with the plan.
    public func planFaults(of queries: [PlannedQuery], city: String = "3304") async throws -> [String] {
        let session = ServiceSession.planning.map { ($0.key, $0.value) }
        return try await withTransaction(
            TransactionOptions(settings: [("minqing.area", city)] + session)
        ) { transaction in
            var faults: [String] = []
            for query in queries {
                // Prepares it.
                _ = try await transaction.query(query.query)
                if !query.walks, !query.isList {
                    let served = try await transaction.plan(of: query, bitmaps: true, sorts: true)
                    faults += QueryPlan.walks(in: served).map {
                        "\(query.name): walks: \($0)\n\(served.joined(separator: "\n"))"
                    }
                }
                let strict = try await transaction.plan(of: query, bitmaps: false, sorts: query.sorts)
                let text = strict.joined(separator: "\n")
                for index in query.indexes where !text.contains("using \(index) ") {
                    faults.append("\(query.name): not by \(index)\n\(text)")
                }
            }
            return faults
        }
    }
}

extension PostgresPool {
    /// What the sessions of a pool have planned so far and would read from end to end.
    ///
    /// - Parameters:
    ///   - sessions: the pool's size; none may be lent to anybody.
    ///   - lists: what marks a statement that reads an index in its order for as long as it likes.
    /// - Returns: how many statements were checked, and one text per fault.
    public func plannedWalks(
        sessions: Int, except lists: [String] = []
    ) async throws -> (statements: Int, faults: [String]) {
        guard sessions > 0 else { return (0, []) }
        return try await withConnection { connection in
            var found = try await plannedWalks(sessions: sessions - 1, except: lists)
            let planned = try await connection.query(
                """
                SELECT name, statement, array_to_string(parameter_types, ',') FROM pg_prepared_statements
                WHERE statement ~* '^ *(SELECT|INSERT|UPDATE|DELETE|WITH) ' AND statement !~ 'pg_prepared_statements'
                """)
            for row in planned {
                let (name, text, types) = try row.decode(String.self, String.self, String.self)
                guard !lists.contains(where: text.contains) else { continue }
                let plan = try await connection.query(.explain(name, types: types)).map {
                    try $0.decode(String.self, at: 0)
                }
                found.statements += 1
                found.faults += QueryPlan.walks(in: plan).map { "\(text)\n\($0)\n\(plan.joined(separator: "\n"))" }
            }
            return found
        }
    }
}

extension SQL {
    /// Shows the plan of a prepared statement that fits any values.
    ///
    /// - Parameter types: of its parameters, separated by commas. An identifier is given, since a day's partition is
    ///   left out where no identifier is.
    fileprivate static func explain(_ name: String, types: String) -> SQL {
        let values = types.split(separator: ",").map {
            $0 == "uuid" ? "'\(String(repeating: "0", count: 32))'" : "NULL"
        }
        return SQL(
            unescaped: "EXPLAIN EXECUTE \"\(name)\""
                + (values.isEmpty ? "" : "(\(values.joined(separator: ", ")))"))
    }
}

extension PostgresTransaction {
    /// The plan of a statement of this session that fits any values; of a list the one for its values.
    fileprivate func plan(of query: PlannedQuery, bitmaps: Bool, sorts: Bool) async throws -> [String] {
        _ = try await self.query(
            """
            SELECT set_config('enable_bitmapscan', \(bitmaps ? "on" : "off"), true),
                   set_config('enable_sort', \(sorts ? "on" : "off"), true)
            """)
        if query.isList {
            return try await self.query("EXPLAIN " + query.query).map { try $0.decode(String.self, at: 0) }
        }
        return try await genericPlan(of: query.query)
    }

    private func genericPlan(of statement: SQL) async throws -> [String] {
        let known = try await query(
            """
            SELECT name, array_to_string(parameter_types, ',') FROM pg_prepared_statements
            WHERE statement = \(statement.text)
            """)
        guard let row = known.first else { throw NotInTime(description: "not prepared: \(statement.text)") }
        let (name, types) = try row.decode(String.self, String.self)
        _ = try await query("DISCARD PLANS")
        return try await query(.explain(name, types: types)).map { try $0.decode(String.self, at: 0) }
    }
}

/// Reads the text of a plan.
enum QueryPlan {
    /// The scans that read a table or an index without a condition on it.
    static func walks(in plan: [String]) -> [String] {
        plan.indices.compactMap { index in
            let line = plan[index]
            if line.contains("Seq Scan on ") { return line }
            guard
                ["Index Scan using ", "Index Only Scan using ", "Bitmap Index Scan on "].contains(where: line.contains)
            else {
                return nil
            }
            let details = plan[(index + 1)...].prefix { !$0.contains("->") && !$0.contains("Plan ") }
            return details.contains { $0.contains("Index Cond:") } ? nil : line
        }
    }
}
