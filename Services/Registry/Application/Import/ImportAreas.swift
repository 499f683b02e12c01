public import City
public import Kernel
import Messaging
import PersonalData
import RegistryDomain

/// Takes a file of areas: `code,name,boundary`.
public struct ImportAreas: Sendable {
    private let store: any AreaStore

    public init(store: any AreaStore) {
        self.store = store
    }

    enum Column: String, ImportColumn {
        case code, name, boundary

        var aliases: [String] {
            switch self {
            case .code: ["区划代码", "代码"]
            case .name: ["区划名称", "名称"]
            case .boundary: ["边界"]
            }
        }
    }

    /// Imports the rows that are right and reports the others.
    ///
    /// - Parameter work: where the file is read.
    ///
    /// Throws: ``ImportFileFault`` when nothing of the file can be used.
    public func callAsFunction(
        _ bytes: [UInt8], scope: AccessScope, now: Timestamp, on work: any LongWork = InlineWork()
    ) async throws -> ImportReport {
        var lines = try await work.run { try Self.lines(bytes, scope: scope) }
        return try await lines.importing { batch in
            try await store.update(batch.map(\.key), scope: scope) { known in
                Self.decide(batch, known: known, now: now)
            }
        }
    }

    private static func lines(
        _ bytes: [UInt8], scope: AccessScope
    ) throws(ImportFileFault) -> ImportLines<AreaCode, Area.Definition> {
        try ImportLines<AreaCode, Area.Definition>(bytes) {
            (row: inout ImportRow<Column>) throws(RowFault) in
            let definition = try Self.read(&row)
            guard scope.area.contains(definition.code) else { throw .outsideScope }
            return (definition.code, definition)
        }
    }

    private static func read(_ row: inout ImportRow<Column>) throws(RowFault) -> Area.Definition {
        guard let code = AreaCode(try row.code(.code)) else { throw .malformed(Column.code.rawValue) }
        let name = try row.text(.name, DisplayName.init(_:), kept: \.text)
        return Area.Definition(code: code, name: name, boundary: try boundary(try row.code(.boundary)))
    }

    /// How far an area may reach.
    ///
    /// Units: degrees. Source: our choice; a prefecture is less than three degrees wide.
    private static let widest = 5.0

    /// `latitude longitude;latitude longitude;…` in WGS 84; empty where the area is the sum of its grids.
    private static func boundary(_ text: String) throws(RowFault) -> Polygon? {
        guard !text.isEmpty else { return nil }
        var corners: [GeoPoint] = []
        for corner in text.split(separator: ";") {
            let numbers = corner.split(separator: " ").compactMap { Double($0) }
            guard numbers.count == 2, corners.count < 10_000,
                let point = GeoPoint(latitude: numbers[0], longitude: numbers[1])
            else { throw .boundary }
            corners.append(point)
        }
        guard let polygon = Polygon(ring: corners), polygon.bounds.north - polygon.bounds.south <= widest,
            polygon.bounds.east - polygon.bounds.west <= widest
        else { throw .boundary }
        return polygon
    }

    private static func decide(
        _ batch: [ImportLine<AreaCode, Area.Definition>], known: [AreaCode: Area], now: Timestamp
    ) -> StoreUpdate<Area, [ImportReport.Outcome]> {
        var update = StoreUpdate<Area, [ImportReport.Outcome]>(result: [])
        for line in batch {
            let existing = known[line.key]
            guard let event = Area.decide(line.value, existing: existing) else {
                update.result.append(.unchanged)
                continue
            }
            let area = Area.applying(event, to: existing)
            update.events.append(RegistryEvents.draft(event, making: area, now: now))
            if existing == nil { update.created.append(area) } else { update.changed.append(area) }
            update.result.append(existing == nil ? .created : .changed)
        }
        return update
    }
}
