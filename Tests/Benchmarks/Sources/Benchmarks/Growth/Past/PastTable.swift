import Kernel
import Postgres

/// A table and what a past case leaves in it.
struct PastTable: Sendable {
    /// Table and columns as `COPY` names them.
    let target: String
    /// One closure call a row.
    let write: @Sendable (PastCase, inout CopyRow, _ row: Int) -> Void
    let rows: RowCount

    /// How many rows a case has.
    enum RowCount: Sendable {
        case always(Int)
        case rated(Int, unrated: Int)

        func of(_ past: PastCase) -> Int {
            switch self {
            case .always(let count): count
            case .rated(let count, let unrated): past.stars == nil ? unrated : count
            }
        }
    }

    init(
        _ target: String, rows: RowCount = .always(1),
        _ write: @escaping @Sendable (PastCase, inout CopyRow, _ row: Int) -> Void
    ) {
        self.target = target
        self.rows = rows
        self.write = write
    }

    /// Copies the cases' rows; returns their number.
    func copy(_ cases: [PastCase], over connection: PostgresConnection) async throws -> Int {
        let rows = cases.indices.lazy.flatMap { index in
            (0..<self.rows.of(cases[index])).lazy.map { (index, $0) }
        }
        return try await connection.copyIn(target, rows: rows) { source, row in
            write(cases[source.0], &row, source.1)
        }
    }
}
