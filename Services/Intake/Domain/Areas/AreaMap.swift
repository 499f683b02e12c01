public import Kernel

/// The city's areas, arranged so that the smallest one at a place is found without looking at the others.
public struct AreaMap: Sendable {
    private var areas: [AreaCode: Area] = [:]
    /// Codes of the areas whose boundary touches a cell, by cell.
    private var cells: [Cell: [AreaCode]] = [:]
    /// Areas with a boundary that touches too many cells to list them; they are looked at for every place.
    private var wide: Set<AreaCode> = []

    private struct Cell: Hashable {
        let row: Int32
        let column: Int32
    }

    /// Units: degrees; about a kilometre.
    private static let cellSize = 0.01

    /// The most cells that one area is listed under.
    ///
    /// Units: cells. Source: our choice; five degrees each way, and no prefecture is as wide.
    private static let mostCells = 250_000

    /// Makes a map of the areas.
    public init(_ areas: some Sequence<Area> = []) {
        for area in areas { define(area) }
    }

    /// The number of areas.
    public var count: Int { areas.count }

    /// Whether the registry has published the area.
    public func knows(_ code: AreaCode) -> Bool { areas[code] != nil }

    /// The area that the registry published.
    public func area(_ code: AreaCode) -> Area? { areas[code] }

    /// Puts an area on the map, or corrects it.
    public mutating func define(_ area: Area) {
        if let old = areas[area.code]?.boundary, wide.remove(area.code) == nil {
            for cell in Self.cells(of: old.bounds) ?? [] { cells[cell]?.removeAll { $0 == area.code } }
        }
        areas[area.code] = area
        guard let boundary = area.boundary else { return }
        if let touched = Self.cells(of: boundary.bounds) {
            for cell in touched { cells[cell, default: []].append(area.code) }
        } else {
            wide.insert(area.code)
        }
    }

    /// The smallest area at the place; equal ones, on a common border, by their code.
    public func smallestArea(at point: GeoPoint) -> AreaCode? {
        var best: AreaCode?
        for code in (cells[Self.cell(point.latitude, point.longitude)] ?? []) + wide {
            guard areas[code]?.boundary?.contains(point) == true else { continue }
            if let found = best, (found.level, found) < (code.level, code) { continue }
            best = code
        }
        return best
    }

    /// The smallest area on the map that holds the code, which may be itself.
    public func smallestKnown(holding code: AreaCode) -> AreaCode? {
        var candidate: AreaCode? = code
        while let current = candidate {
            if knows(current) { return current }
            candidate = current.parent
        }
        return nil
    }

    private static func cell(_ latitude: Double, _ longitude: Double) -> Cell {
        Cell(row: Int32((latitude / cellSize).rounded(.down)), column: Int32((longitude / cellSize).rounded(.down)))
    }

    /// The cells that a boundary may touch; nil where they are too many.
    private static func cells(of bounds: Polygon.Bounds) -> [Cell]? {
        let (low, high) = (cell(bounds.south, bounds.west), cell(bounds.north, bounds.east))
        guard (Int(high.row - low.row) + 1) * (Int(high.column - low.column) + 1) <= mostCells else { return nil }
        return (low.row...high.row).flatMap { row in
            (low.column...high.column).map { Cell(row: row, column: $0) }
        }
    }
}
