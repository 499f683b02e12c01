public import Postgres

/// A statement that writes, and how many rows it is to write.
public struct Statement: Sendable {
    /// What is sent.
    public let sql: SQL
    /// How many rows it inserts, changes or removes.
    public let rows: RowCount

    /// Makes a statement.
    ///
    /// - Parameter rows: has no default, so that `.any` stands where it is meant.
    public init(_ sql: SQL, rows: RowCount) {
        self.sql = sql
        self.rows = rows
    }

    /// The first words of the text, for a log: they hold no value, as values are parameters.
    var firstWords: String {
        sql.text.split(whereSeparator: \.isWhitespace).prefix(4).joined(separator: " ")
    }
}

/// How many rows a statement may insert, change or remove.
public enum RowCount: Sendable, Hashable {
    /// Neither more nor fewer: for a statement whose rows were loaded and locked, or that adds them.
    case exactly(Int)
    /// For rows that may be gone or in place already, by whatever else the context does.
    case atMost(Int)
    /// As many as there are: for a sweep over whatever meets a condition.
    case any

    /// Whether so many rows are as expected.
    public func allows(_ found: Int) -> Bool {
        switch self {
        case .exactly(let count): found == count
        case .atMost(let count): found <= count
        case .any: true
        }
    }
}

extension RowCount: CustomStringConvertible {
    /// In words.
    public var description: String {
        switch self {
        case .exactly(let count): "exactly \(count)"
        case .atMost(let count): "at most \(count)"
        case .any: "any number of"
        }
    }
}
