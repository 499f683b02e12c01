public import City
public import Kernel
import Postgres
public import RegistryApplication
public import RegistryDomain
public import Reliability

/// Areas in the table `areas`.
public struct PostgresAreaStore: AreaStore {
    private let work: UnitOfWork

    public init(work: UnitOfWork) {
        self.work = work
    }

    public func update<Result: Sendable>(
        _ codes: [AreaCode], scope: AccessScope, _ decide: ([AreaCode: Area]) throws -> StoreUpdate<Area, Result>
    ) async throws -> Result {
        try await detectingConflict {
            try await work.perform(scope.settings, load: [AreaStatements.lock(codes)]) { rows in
                let areas = try rows[0].map(AreaStatements.area)
                let known = Dictionary(areas.map { ($0.code, $0) }) { first, _ in first }
                let update = try decide(known)
                var statements: [Statement] = []
                if !update.created.isEmpty { statements.append(AreaStatements.insert(update.created)) }
                if !update.changed.isEmpty {
                    statements.append(AreaStatements.update(update.changed, from: known.mapValues(\.version)))
                }
                return Decision(statements: statements, events: update.events, result: update.result)
            }
        }
    }

    public func children(
        of parent: AreaCode, after: AreaCode?, limit: Int, scope: AccessScope
    ) async throws -> [Area] {
        guard let level = AreaCode.Level(rawValue: parent.level.rawValue - 1) else { return [] }
        return try await work.read(scope.settings) { transaction in
            try await transaction.query(
                AreaStatements.children(of: parent, level: level, after: after, limit: limit)
            ).map(AreaStatements.area)
        }
    }
}

/// Every statement about areas.
enum AreaStatements {
    /// Index: areas' primary key.
    static func lock(_ codes: [AreaCode]) -> SQL {
        """
        SELECT code, name, boundary, version FROM areas WHERE code = ANY(\(codes.map(\.text)))
        ORDER BY code FOR UPDATE
        """
    }

    /// Index: areas_by_level.
    static func children(of parent: AreaCode, level: AreaCode.Level, after: AreaCode?, limit: Int) -> SQL {
        """
        SELECT code, name, boundary, version FROM areas
        WHERE level = \(Int16(level.digits)) AND code > \((after ?? parent).text) AND code < \(parent.text) || ':'
        ORDER BY code LIMIT \(limit)
        """
    }

    static func insert(_ areas: [Area]) -> Statement {
        Statement(
            "INSERT INTO areas (code, name, boundary, version) SELECT code, name, boundary, version FROM \(rows(areas))",
            rows: .exactly(areas.count))
    }

    /// The rows are locked; the versions that were read are named all the same, so that a lost update is a fault.
    ///
    /// - Parameter loaded: the versions that were decided on.
    static func update(_ areas: [Area], from loaded: [AreaCode: Version]) -> Statement {
        Statement(
            """
            UPDATE areas SET name = new.name, boundary = new.boundary, version = new.version
            FROM \(rows(areas, from: loaded)) WHERE areas.code = new.code AND areas.version = new.loaded
            """, rows: .exactly(areas.count))
    }

    private static func rows(_ areas: [Area], from loaded: [AreaCode: Version] = [:]) -> SQL {
        """
        unnest(\(areas.map(\.code.text)), \(areas.map(\.name.text)), \(areas.map { boundaryText($0.boundary) }),
            \(areas.map(\.version.value)), \(areas.map { loaded[$0.code]?.value }))
        AS new (code, name, boundary, version, loaded)
        """
    }

    static func area(_ row: Row) throws -> Area {
        let (code, name, boundary, version) = try row.decode(String.self, String.self, String?.self, Int64.self)
        return Area(
            stored: Area.Definition(
                code: try StoredRowFault.require(AreaCode(code), column: "areas.code"),
                name: DisplayName(kept: name),
                boundary: try boundary.map { try StoredRowFault.require(polygon($0), column: "areas.boundary") }),
            version: Version(value: version))
    }

    /// Shortest decimal forms, which read back as the same numbers.
    private static func boundaryText(_ polygon: Polygon?) -> String? {
        polygon?.ring.map { "\($0.latitude) \($0.longitude)" }.joined(separator: ";")
    }

    private static func polygon(_ text: String) -> Polygon? {
        let corners = text.split(separator: ";").compactMap { corner -> GeoPoint? in
            let numbers = corner.split(separator: " ").compactMap { Double($0) }
            return numbers.count == 2 ? GeoPoint(latitude: numbers[0], longitude: numbers[1]) : nil
        }
        return Polygon(ring: corners)
    }
}
