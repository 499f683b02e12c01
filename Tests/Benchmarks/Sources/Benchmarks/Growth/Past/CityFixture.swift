import City
import Kernel
import Postgres

/// What past cases and lifecycles are made of: the demo city's grids and members, and categories that any member may
/// take.
struct CityFixture: Sendable {
    /// A member and the grid checked in to.
    struct Resident: Sendable {
        let id: MemberID
        let area: AreaCode
    }

    let grids: [AreaCode]
    let members: [Resident]
    /// Paths in the category tree.
    let categories: [String]

    init(_ suite: Suite) async throws {
        (grids, members) = try await PostgresPool.withPool(
            configuration: suite.database, size: 1, logger: suite.ground.logger
        ) { pool in
            let grids = try await pool.query("SELECT code FROM intake.areas WHERE length(code) = 15 ORDER BY code").map
            { try $0.decode(AreaCode.self, at: 0) }
            let members = try await pool.query(
                "SELECT member_id, area FROM dispatch.candidates WHERE is_checked_in ORDER BY member_id"
            ).map { Resident(id: try $0.decode(at: 0), area: try $0.decode(at: 1)) }
            return (grids, members)
        }
        categories = Self.open(in: "\(suite.ground.root)/deploy/city")
        guard !grids.isEmpty, !members.isEmpty, !categories.isEmpty else {
            throw BenchmarkFault("the city has no grids, no members or no categories")
        }
    }

    /// Categories for which no certificate is asked.
    ///
    /// Source: `catalogue.csv`, where the longest beginning of a category decides.
    private static func open(in folder: String) -> [String] {
        func rows(_ name: String) -> [[Substring]] {
            (TextFile.read("\(folder)/\(name)") ?? "").split(whereSeparator: \.isNewline).dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
        }
        let guarded = rows("catalogue.csv").filter { $0.count > 2 && $0[2] != "no" }.map { String($0[0]) }
        return rows("categories.csv").map { $0.filter { !$0.isEmpty }.joined(separator: "/") }.filter { path in
            !guarded.contains { path.hasPrefix($0) }
        }
    }
}
