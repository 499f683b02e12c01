import Metrics
import Postgres

/// A statement wrote another number of rows than was expected; its transaction is rolled back.
///
/// It is a defect and no transient failure: the same statement would do the same again.
public struct RowCountFault: Error, Sendable, Hashable {
    /// The first words of the statement.
    public let statement: String
    /// How many rows were expected.
    public let expected: RowCount
    /// How many rows were written.
    public let found: Int
}

extension RowCountFault: CustomStringConvertible {
    /// What happened, without any value.
    public var description: String { "\(statement): expected \(expected) rows, found \(found)" }
}

extension PostgresTransaction {
    /// Runs statements in one round trip and compares the row count of each.
    ///
    /// - Throws: `RowCountFault` for the first one that differs; the transaction can then only be rolled back.
    @discardableResult
    func run(_ statements: [Statement]) async throws -> [Rows] {
        let results = try await pipeline(statements.map(\.sql))
        for (statement, rows) in zip(statements, results) where !statement.rows.allows(rows.affected) {
            Counter(label: "minqing_row_count_faults_total").increment()
            throw RowCountFault(statement: statement.firstWords, expected: statement.rows, found: rows.affected)
        }
        return results
    }

    /// Runs statements, compares the row count of each, and commits.
    ///
    /// It takes one round trip where nothing is expected, and a second one for the commit otherwise: a count that comes
    /// together with the answer to COMMIT comes too late.
    ///
    /// - Throws: `RowCountFault` for the first one that differs, in which case nothing is committed.
    @discardableResult
    func runAndCommit(_ statements: [Statement]) async throws -> [Rows] {
        guard statements.contains(where: { $0.rows != .any }) else {
            return try await pipelineAndCommit(statements.map(\.sql))
        }
        let results = try await run(statements)
        try await pipelineAndCommit()
        return results
    }
}
