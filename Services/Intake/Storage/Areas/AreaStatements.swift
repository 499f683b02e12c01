import IntakeApplication
import IntakeDomain
import Kernel
import Postgres
import Reliability

/// The projection of the registry's areas.
enum AreaStatements {
    static func define(_ area: Area) -> Statement {
        let corners = area.boundary?.ring.flatMap { [$0.latitude, $0.longitude] } ?? []
        return Statement(
            """
            INSERT INTO areas (code, name, boundary) VALUES (\(area.code), \(area.name), \(corners))
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, boundary = excluded.boundary,
                changed_at = clock_timestamp()
            """, rows: .exactly(1))
    }

    /// The whole table, some thousand rows, at start and after a change.
    static let all: SQL = "SELECT code, name, boundary FROM areas ORDER BY code"

    /// Every row's moment of change counts: the change with the latest moment need not be committed last.
    ///
    /// Index: none; the table has as many rows as the city has areas.
    static let mark: SQL = """
        SELECT coalesce(bit_xor(hashtextextended(code, (extract(epoch FROM changed_at) * 1000000)::bigint)), 0)
        FROM areas
        """

    static func decode(_ row: Row) throws -> Area {
        let corners = try row.decode([Double].self, at: 2)
        let ring = stride(from: 0, to: corners.count - 1, by: 2).compactMap {
            GeoPoint(latitude: corners[$0], longitude: corners[$0 + 1])
        }
        return Area(code: try row.decode(at: 0), name: try row.decode(at: 1), boundary: Polygon(ring: ring))
    }
}
